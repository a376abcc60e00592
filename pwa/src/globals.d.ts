/** Twelve hex digits over the sources of this build; every journal entry carries it as `app`. */
declare const __BUILD_ID__: string;

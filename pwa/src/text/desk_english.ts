// All English of the desk in one piece, fetched when someone first asks for it.

import { deskEn } from "./desk.en";
import { detailsEn } from "./desk_details.en";
import { flagsEn } from "./desk_flags.en";
import { roomsEn } from "./desk_rooms.en";

export const english = { ...deskEn, ...roomsEn, ...flagsEn, ...detailsEn };

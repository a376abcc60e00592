/** BroadcastChannel between the tabs of one phone. */

type Listener = (event: { data: unknown }) => void;

export class Hub {
  private readonly ports = new Map<object, { name: string; listeners: Set<Listener> }>();

  /** What `BroadcastChannel` is in one tab. */
  classFor(tab: { dead: boolean }): typeof BroadcastChannel {
    const hub = this;
    class TabChannel {
      readonly listeners = new Set<Listener>();
      readonly tab = tab;
      readonly name: string;
      constructor(name: string) {
        this.name = name;
        hub.ports.set(this, this);
      }
      addEventListener(_type: string, listener: Listener): void {
        this.listeners.add(listener);
      }
      postMessage(data: unknown): void {
        if (tab.dead) return;
        for (const [port, other] of hub.ports) {
          if (port !== this && other.name === this.name) setImmediate(() => hub.deliver(port, data));
        }
      }
    }
    return TabChannel as unknown as typeof BroadcastChannel;
  }

  private deliver(port: object, data: unknown): void {
    for (const listener of this.ports.get(port)?.listeners ?? []) listener({ data });
  }

  leave(tab: object): void {
    for (const port of [...this.ports.keys()]) {
      if ((port as { tab?: object }).tab === tab) this.ports.delete(port);
    }
  }
}

import { X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { tc } from "../text/common";
import { Button } from "./Button";

type ModalProps = {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
};

/** Opens and closes a native modal dialog, which traps focus and hears Escape by itself. */
function useModal(open: boolean) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return ref;
}

function Modal({ open, title, onClose, children, name }: ModalProps & { name: string }) {
  const ref = useModal(open);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on the backdrop only
    <dialog
      ref={ref}
      class={name}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      {open && children}
    </dialog>
  );
}

/** Slides up from the bottom, within reach of a thumb. */
export function Sheet({ children, ...rest }: ModalProps) {
  return (
    <Modal name="sheet" {...rest}>
      <div class="sheet-head">
        <h2>{rest.title}</h2>
        <Button kind="quiet" icon={X} label={tc("close")} onClick={rest.onClose} />
      </div>
      <div class="sheet-body stack">{children}</div>
    </Modal>
  );
}

type DialogProps = ModalProps & {
  confirm: string;
  danger?: boolean;
  onConfirm: () => void;
};

/** Asks one question; the safe answer stands first. */
export function Dialog({ children, confirm, danger, onConfirm, ...rest }: DialogProps) {
  return (
    <Modal name="dialog" {...rest}>
      <div class="sheet-body stack">
        <h2>{rest.title}</h2>
        {children}
        <div class="row">
          <Button block onClick={rest.onClose}>
            {tc("cancel")}
          </Button>
          <Button block kind={danger ? "danger" : "primary"} onClick={onConfirm}>
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

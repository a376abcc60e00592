"""What a phone in a browser holds, read past the app: its rows, and the receipts that came to it."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Page

from tests.support.faulty_proxy import HEAD_ENDS

_ROWS = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("xunzheng");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const names = ["vaults", "entries", "blobs", "bytes", "drafts", "records", "plain"];
        const tx = opening.result.transaction(names);
        const asked = names.map((name) => tx.objectStore(name)[name === "bytes" ? "getAllKeys" : "getAll"]());
        tx.oncomplete = () => {
            opening.result.close();
            const found = Object.fromEntries(names.map((name, i) => [name, asked[i].result]));
            const plain = (row, ...members) =>
                Object.fromEntries(members.map((member) => [member, row[member]]));
            resolve({
                vaults: found.vaults.map((row) => row.kid),
                entries: found.entries.map((row) => plain(
                    row, "kid", "seq", "hash", "prev", "kind", "state", "receipt_index", "problem")),
                blobs: found.blobs.map((row) => plain(
                    row, "kid", "sha256", "bytes", "role", "seq", "state", "receipt_index", "problem")),
                bytes: found.bytes,
                drafts: found.drafts.map((row) => plain(row, "kid", "id")),
                records: found.records.map((row) => plain(row, "kid", "id")),
                alarms: found.plain.filter((row) => row.name === "alarm"),
            });
        };
        tx.onabort = () => reject(tx.error);
    };
})"""
_SHOWN = {"sent": "sent", "refused": "refused"}


def read_rows(page: Page) -> dict[str, list[Any]]:
    """Read the rows in clear of every vault on this phone."""
    found: dict[str, list[Any]] = page.evaluate(_ROWS)
    return found


def receipts_in(answers: list[bytes]) -> dict[str, list[dict[str, Any]]]:
    """Gather the receipts of all answers by the index of their leaf."""
    found: dict[str, list[dict[str, Any]]] = {}
    for answer in answers:
        body = answer.partition(HEAD_ENDS)[2]
        try:
            said = json.loads(body)
        except ValueError:
            continue
        if not isinstance(said, dict):
            continue
        for receipt in [said.get("receipt"), *(said.get("receipts") or {}).values()]:
            if receipt:
                found.setdefault(str(receipt["index"]), []).append(receipt)
    return found


def vaults_of(
    rows: dict[str, list[Any]], receipts: dict[str, list[dict[str, Any]]], opened: set[str]
) -> dict[str, dict[str, Any]]:
    """Sort the rows by vault, in the words of the check; `opened` are those whose code opened them."""

    def of(name: str, kid: str) -> list[dict[str, Any]]:
        return [dict(row) for row in rows[name] if row["kid"] == kid]

    def shown(row: dict[str, Any]) -> dict[str, Any]:
        state = row["state"]
        return {**row, "shown": _SHOWN.get(state, "unsent"), "readable": state != "unreadable"}

    def blob(row: dict[str, Any]) -> dict[str, Any]:
        held = [row["kid"], row["sha256"]] in rows["bytes"]
        return {**shown(row), "bytes_sha256": row["sha256"] if held else None}

    return {
        kid: {
            "kid": kid,
            "opens": kid in opened,
            "alarm": next((row["value"] for row in of("alarms", kid)), None),
            "entries": [shown(row) for row in of("entries", kid)],
            "blobs": [blob(row) for row in of("blobs", kid)],
            "receipts": receipts,
            "drafts": [{"id": row["id"], "note": ""} for row in of("drafts", kid)],
            "records": of("records", kid),
        }
        for kid in rows["vaults"]
    }


RECEIPTS = re.compile(r"^POST /api/(journal|receipts)$")

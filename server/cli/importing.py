"""`xunzheng import`: a dry run first, every bad cell named, nothing half imported."""

from __future__ import annotations

from pathlib import Path

import click

from schemas.catalogue import CatalogueError, parse_catalogue
from server.cli.base import data_option, now, opened, pick, say, stop
from server.cli.catalogue_words import catalogue_line
from server.cli.faults import fault_line, notice_line
from server.cli.network import report as report_network
from server.cli.templates import write_template
from server.domain.imports.columns import TABLES, Kind
from server.domain.imports.plan import Plan, Request
from server.domain.imports.positions import SHIFTS
from server.domain.imports.sheets import Sheet
from server.services.catalogues import EditionTakenError, look_at_edition, publish_edition
from server.services.importing import plan_import, run_import
from server.services.networks import load_network, look_at_network
from server.store.sheets import read_table
from server.store.store import Store

ACTOR = "operator"
_SHOWN = 200


@click.command("import")
@click.argument("kind", type=click.Choice([*TABLES, "catalogue", "network"]))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Import; without it only what would happen is shown.")
@click.option("--template", is_flag=True, help="Write an empty table to FILE (xlsx, csv or geojson) instead.")
@click.option(
    "--datum", type=click.Choice([*SHIFTS]), help="The file's positions are in this datum: convert them once."
)
@data_option
def import_command(kind: str, file: Path, data: Path | None, **options: str | bool | None) -> None:
    """Import units, users, places, a catalogue or the walking network (xlsx, csv, yaml, geojson)."""
    if options["template"]:
        write_template(kind, file)
        return
    content = _read(file)
    with opened(data) as store:
        if kind == "catalogue":
            _catalogue(store, file, content, commit=bool(options["yes"]))
            return
        datum = str(options["datum"]) if options["datum"] else None
        if kind == "network":
            _network(store, file.name, read_table(file.name, content), datum, commit=bool(options["yes"]))
            return
        known: Kind = next(name for name in TABLES if name == kind)
        request = Request(known, read_table(file.name, content), datum)
        commit = bool(options["yes"])
        plan = run_import(store, request, ACTOR, now()) if commit else plan_import(store, request)
        _report(request, file.name, plan, commit=commit)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise stop(f"没有文件 {file}", f"There is no file {file}") from None
    except OSError as error:
        raise stop(f"无法读取 {file}:{error.strerror}", f"Cannot read {file}: {error.strerror}") from None


def _report(request: Request, name: str, plan: Plan, *, commit: bool) -> None:
    for notice in plan.notices[:_SHOWN]:
        click.echo(notice_line(notice))
    for fault in plan.faults[:_SHOWN]:
        click.echo(fault_line(request.kind, name, fault), err=True)
    if plan.faults:
        raise _nothing_done(len(plan.faults), "没有导入任何内容", "nothing was imported")
    say(
        f"新增 {plan.new}, 修改 {plan.changed}, 不变 {plan.same}",
        f"new {plan.new}, changed {plan.changed}, same {plan.same}",
    )
    if commit:
        say("已导入。", "Imported.")
    else:
        say(
            "这是试运行,尚未写入;加 --yes 导入。",
            "This was a dry run, nothing was written; add --yes to import.",
        )


def _nothing_done(n: int, zh: str, en: str) -> click.ClickException:
    hidden = n - _SHOWN
    more = pick(f"(前 {_SHOWN} 处如上)", f" (the first {_SHOWN} are above)") if hidden > 0 else ""
    things = "thing" if n == 1 else "things"
    return stop(f"{n} 处需要修改{more},{zh}。", f"{n} {things} to mend{more}; {en}.")


def _network(store: Store, name: str, sheets: tuple[Sheet, ...], datum: str | None, *, commit: bool) -> None:
    found = (
        load_network(store, sheets, datum, ACTOR, now()) if commit else look_at_network(store, sheets, datum)
    )
    report_network(found, name, commit=commit)


def _catalogue(store: Store, file: Path, content: bytes, *, commit: bool) -> None:
    try:
        document = parse_catalogue(content.decode("utf-8-sig"), file.name)
        found = publish_edition(store, document, ACTOR, now()) if commit else look_at_edition(store, document)
    except UnicodeDecodeError:
        raise stop(f"{file.name} 不是 UTF-8 文本", f"{file.name} is not UTF-8 text") from None
    except CatalogueError as error:
        for problem in error.problems[:_SHOWN]:
            click.echo(catalogue_line(problem), err=True)
        raise _nothing_done(len(error.problems), "没有发布", "nothing was published") from None
    except EditionTakenError as error:
        raise stop(
            f"版次 {error} 已发布且内容不同;版次不可更改,请改 meta.edition",
            f"edition {error} is published with other content and never changes: use another meta.edition",
        ) from None
    say(f"版次 {found.edition}:{found.items} 个事项", f"edition {found.edition}: {found.items} items")
    if found.known:
        say("该版次已发布,内容相同。", "This edition is published already, with the same content.")
    elif commit:
        say("已发布。", "Published.")
    else:
        say("这是试运行;加 --yes 发布。", "This was a dry run; add --yes to publish.")

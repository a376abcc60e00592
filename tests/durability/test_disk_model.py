"""What the model of a disk keeps over a power cut."""

import pytest

from tests.durability import strace_log
from tests.durability.disk_model import KILLED, STRICT, Cut, Disk, Gone, Made, Moved, Synced, Written, torn


def disk(*steps, **files):
    made = Disk({"kept": b"old", "in": None, **files})
    for at, step in enumerate(steps):
        made.do(at, step)
    return made


NEW = (Made("new"), Written("new", 0, b"words"))


def test_what_was_there_before_stays():
    assert disk().surviving(STRICT) == {"kept": b"old", "in": None}


def test_a_new_file_lasts_only_with_its_bytes_and_its_name_synced():
    assert disk(*NEW).surviving(STRICT).get("new") is None
    assert disk(*NEW, Synced("new", 9)).surviving(STRICT).get("new") is None
    assert disk(*NEW, Synced(".", 9)).surviving(STRICT)["new"] == b""
    assert disk(*NEW, Synced("new", 9), Synced(".", 9)).surviving(STRICT)["new"] == b"words"


def test_a_sync_covers_only_what_ended_before_it_began():
    began_early = disk(Written("kept", 0, b"NEW"), Synced("kept", 0))
    assert began_early.surviving(STRICT)["kept"] == b"old"
    assert disk(Written("kept", 0, b"NEW"), Synced("kept", 1)).surviving(STRICT)["kept"] == b"NEW"


def test_a_kill_without_a_power_cut_keeps_everything():
    whole = disk(*NEW, Written("kept", 2, b"D!"), Moved("new", "in/there"))
    assert whole.surviving(KILLED) == {"kept": b"olD!", "in": None, "in/there": b"words"}


def test_a_rename_is_two_names_that_last_apart():
    moved = (Moved("kept", "in/there"),)
    assert disk(*moved).surviving(STRICT) == {"kept": b"old", "in": None}
    assert disk(*moved, Synced("in", 9)).surviving(STRICT) == {"kept": b"old", "in": None, "in/there": b"old"}
    assert disk(*moved, Synced(".", 9)).surviving(STRICT) == {"in": None}


def test_a_rename_of_two_names_of_one_file_does_nothing():
    twice = disk(Moved("kept", "in/there", keeps=True), Moved("kept", "in/there"))
    assert twice.surviving(KILLED) == {"kept": b"old", "in": None, "in/there": b"old"}


def test_a_name_taken_away_may_come_back():
    assert disk(Gone("kept")).surviving(STRICT) == {"kept": b"old", "in": None}
    assert disk(Gone("kept"), Synced(".", 9)).surviving(STRICT) == {"in": None}


def test_a_file_in_a_folder_whose_name_was_not_synced_is_lost():
    nested = (Made("f", folder=True), Made("f/x"), Written("f/x", 0, b"x"), Synced("f/x", 9), Synced("f", 9))
    assert "f/x" not in disk(*nested).surviving(STRICT)
    assert disk(*nested, Synced(".", 9)).surviving(STRICT)["f/x"] == b"x"


def test_unsynced_bytes_may_be_torn_at_every_sector_and_leave_holes():
    found = {disk(Written("kept", 0, b"a" * 2048)).surviving(torn(seed))["kept"] for seed in range(200)}
    assert {b"old", b"a" * 2048} < found
    assert any(each[:512] == b"old" + bytes(509) and len(each) > 512 for each in found)
    assert all(set(each[512:]) <= {0, ord("a")} for each in found)


def test_the_same_seed_tears_in_the_same_way():
    whole = disk(*NEW, Written("kept", 0, b"b" * 5000), Cut("kept", 700))
    assert [whole.surviving(torn(seed)) for seed in range(30)] == [
        whole.surviving(torn(seed)) for seed in range(30)
    ]


def hexed(text):
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def line(pid, name, *rest):
    return f"{pid} {name}({''.join(rest)}\n"


def test_a_trace_is_read_with_calls_of_several_threads_on_two_lines(tmp_path):
    file, folder = f"3<{hexed(str(tmp_path / 'x'))}>", f"4<{hexed(str(tmp_path))}>"
    lines = [
        line(7, "openat", f'AT_FDCWD<{hexed("/")}>, "", O_RDWR|O_CREAT, 0600) = {file}'),
        line(7, "write", f'{file}, "{hexed("one")}", 3) = 3'),
        line(7, "fsync", f"{file} <unfinished ...>"),
        line(8, "write", f'{file}, "{hexed("two")}", 3) = 3'),
        "7 <... fsync resumed>) = 0\n",
        line(7, "fsync", f"{folder}) = 0"),
        line(9, "write", f'{file}, "{hexed("no")}", 2) = -1 ENOSPC (No space left on device)'),
        line(9, "accept4", f"5<{hexed('socket:[1]')}>, {{sa_family=AF_INET, sin_port=htons(4321)}}, [16], 0)",
             f" = 6<{hexed('socket:[2]')}>"),
        line(9, "sendto", f'6<{hexed("socket:[2]")}>, "{hexed("HTTP/1.1 200")}", 12, 0, NULL, 0) = 12'),
    ]  # fmt: skip
    made = Disk({})
    trace = strace_log.read(lines, tmp_path, made)
    assert made.surviving(STRICT) == {"x": b"one"}
    assert made.surviving(KILLED) == {"x": b"onetwo"}
    assert trace.answers == {4321: 8}


def test_a_call_that_is_not_modelled_is_no_silent_gap(tmp_path):
    path = f"3<{hexed(str(tmp_path / 'x'))}>"
    with pytest.raises(strace_log.UnknownCallError):
        strace_log.read(
            [line(1, "copy_file_range", f"{path}, NULL, {path}, NULL, 9, 0) = 9")], tmp_path, disk()
        )

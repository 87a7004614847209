"""A reader finds the old folder, the new one or none; what is not ours stays."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from firmwatt.errors import UserError
from firmwatt.interop.replace import check_replaceable, replaced_file, replaced_folder


def write(folder, text):
    with replaced_folder(folder, mark="mark") as new:
        (new / "mark").write_text(text)
        (new / "other").write_text(text)


def test_a_folder_is_replaced_whole(tmp_path):
    for text in ("old", "new"):
        write(tmp_path / "deep" / "run", text)
        assert {path.name: path.read_text() for path in (tmp_path / "deep" / "run").iterdir()} == {
            "mark": text, "other": text,
        }  # fmt: skip
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["run"]


def test_an_error_leaves_the_old_folder(tmp_path):
    write(tmp_path / "run", "old")
    with pytest.raises(RuntimeError), replaced_folder(tmp_path / "run", mark="mark") as new:
        (new / "mark").write_text("half")
        raise RuntimeError
    assert (tmp_path / "run" / "mark").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("mine")
    with pytest.raises(UserError) as error:
        write(tmp_path / "letters", "x")
    assert str(error.value) == (
        f"{tmp_path}/letters: holds files that are not ours (there is no mark), so it is left as it is. "
        "Give another name, or a folder that is empty."
    )
    assert (tmp_path / "letters" / "dear.txt").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UserError, match=r"is not a folder\. Give the name of a folder to write, such as runs/file\."):
        write(tmp_path / "file", "x")


@pytest.mark.parametrize("write_to", [replaced_file, lambda path: replaced_folder(path, mark="mark")])
def test_a_place_where_nothing_can_be_written_is_named(tmp_path, write_to):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UserError) as error, write_to(tmp_path / "file" / "run"):
        pass
    assert str(error.value) == (
        f"{tmp_path}/file/run: cannot be written (File exists). Give a name in a folder where you may write."
    )


@pytest.mark.parametrize("write_to", [replaced_file, lambda path: replaced_folder(path, mark="mark")])
def test_a_full_disk_is_told_and_nothing_stays(tmp_path, write_to):
    with pytest.raises(UserError) as error, write_to(tmp_path / "run"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert str(error.value) == (
        f"{tmp_path}/run: cannot be written (No space left on device). Free some space, or give a name on another disk."
    )
    assert list(tmp_path.iterdir()) == []


def test_another_fault_of_the_system_is_passed_on(tmp_path):
    with pytest.raises(PermissionError), replaced_file(tmp_path / "run"):
        raise PermissionError(errno.EACCES, "Permission denied")


def test_a_device_is_never_replaced():
    with pytest.raises(UserError) as error, replaced_file(Path("/dev/null")):
        pass
    assert str(error.value) == "/dev/null: is a device or a pipe. Give the name of a file."
    assert Path("/dev/null").is_char_device()


def test_a_check_writes_nothing(tmp_path):
    check_replaceable(tmp_path / "run", mark="mark")
    assert list(tmp_path.iterdir()) == []


def test_old_leftovers_go_and_young_ones_stay(tmp_path):
    old, young = tmp_path / ".run.old", tmp_path / ".run.young"
    for folder in (old, young):
        folder.mkdir()
    two_days_ago = time.time() - 2 * 86400
    os.utime(old, (two_days_ago, two_days_ago))
    write(tmp_path / "run", "x")
    assert not old.exists()
    assert young.exists()


def test_a_file_is_replaced_whole(tmp_path):
    (tmp_path / "table.csv").write_text("old")
    with pytest.raises(RuntimeError), replaced_file(tmp_path / "table.csv") as new:
        new.write_text("half")
        raise RuntimeError
    assert (tmp_path / "table.csv").read_text() == "old"
    with replaced_file(tmp_path / "table.csv") as new:
        new.write_text("new")
    assert (tmp_path / "table.csv").read_text() == "new"


WRITER = """
import itertools, sys
from pathlib import Path
from firmwatt.interop.replace import replaced_folder
for number in itertools.count():
    with replaced_folder(Path(sys.argv[1]), mark="mark") as new:
        for name in ("mark", *map(str, range(8))):
            (new / name).write_text(str(number) * 2000)
    if number == 0:
        print("ready", flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_the_old_folder_the_new_one_or_none(tmp_path):
    chance = random.Random(7)
    for attempt in range(8):
        folder = tmp_path / f"run{attempt}"
        with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.05))
            writer.send_signal(signal.SIGKILL)
        if folder.exists():
            texts = {path.read_text() for path in folder.iterdir()}
            assert len(list(folder.iterdir())) == 9
            assert len(texts) == 1
            assert "" not in texts

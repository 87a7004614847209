"""Characters that a stream cannot show are spelt out."""

import io
import json
import os
import subprocess
import sys

import pytest

from firmwatt.cli.encoding import spell_out_what_cannot_be_shown


def written(encoding, text):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    spell_out_what_cannot_be_shown([stream, io.StringIO()])
    stream.write(text)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("ascii", "12 MW - 3 t CO2e ... \\uc6b8"), ("latin-1", "12\xa0MW · 3\xa0t CO2e ... \\uc6b8")],
)
def test_what_an_encoding_lacks_is_spelt_out(encoding, shown):
    assert written(encoding, "12\xa0MW · 3\xa0t CO₂e … 울") == shown


def test_a_stream_that_can_show_everything_is_left_alone():
    assert written("utf-8", "12\xa0MW · 울 😀") == "12\xa0MW · 울 😀"


def test_an_object_stays_an_object():
    assert json.loads(written("ascii", json.dumps({"울": "😀"}, ensure_ascii=False))) == {"울": "😀"}


@pytest.mark.skipif(not sys.prefix.isascii(), reason="Python itself does not start from such a folder without UTF-8")
def test_the_command_line_works_where_only_ascii_is_shown():
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    arguments = [sys.executable, "-m", "firmwatt", "catalog", "technologies", "--key", "smr"]
    done = subprocess.run(arguments, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"5726 - 12240" in done.stdout

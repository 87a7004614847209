from pathlib import Path

import pytest

from firmwatt.errors import InputFaults
from firmwatt.scenario.yaml_text import read_document


def read(tmp_path: Path, text: str) -> object:
    file = tmp_path / "demo.yaml"
    file.write_text(text, encoding="utf-8")
    return read_document(file, "demo.yaml")


def test_that_a_document_knows_its_file_folder_and_text(tmp_path: Path) -> None:
    document = read_document(_written(tmp_path, "a: 1\n"), "shown.yaml")
    assert (document.file, document.folder, document.text) == ("shown.yaml", tmp_path, "a: 1\n")


@pytest.mark.parametrize("text", ["%YAML 9.9\n---\na: 1\n", "%FOO\n--- x", "a: !<tag:x\n", "[" * 3000])
def test_that_odd_yaml_gives_a_message(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputFaults):
        read(tmp_path, text)


def test_that_a_file_that_may_not_be_read_gives_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputFaults) as caught:
        read(tmp_path, "a: 1\n")
    problem = "The file cannot be read: permission denied. Give a file that you may read. [FW102]"
    assert str(caught.value) == f"demo.yaml: {problem}"


def _written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "demo.yaml"
    file.write_text(text, encoding="utf-8")
    return file

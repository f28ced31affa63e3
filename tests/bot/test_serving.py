"""When the program goes on in another interpreter, and when it stays in the one it has."""

import os
import sys
from pathlib import Path

import pytest
from pydantic.plugin import _loader

from bot import serving


class Begun(Exception):
    """An interpreter was begun; there is no way back from a real one."""


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The arguments of interpreters that were begun. There is byte code for them, and nobody has chosen anything."""
    found: list[list[str]] = []

    def execv(program: str, arguments: list[str]) -> None:
        found.append([program, *arguments])
        raise Begun

    monkeypatch.setattr(os, "execv", execv)
    monkeypatch.setattr(sys, "orig_argv", ["python", "-X", "utf8", "-m", "bot", "run"])
    monkeypatch.setattr(serving, "BYTE_CODE", str(tmp_path))
    (tmp_path / serving.MADE_BY).write_text(sys.version)
    monkeypatch.delenv("PYTHONOPTIMIZE", raising=False)
    monkeypatch.setenv("MALLOC_ARENA_MAX", "2")  # is put back at the end, whatever happens to it
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "some")
    return found


def test_it_goes_on(begun: list[list[str]], tmp_path: Path) -> None:
    """With what it was started by, and the heaps and plugins that the operator wants."""
    with pytest.raises(Begun):
        serving.begin_anew()
    flags = ["-OO", "-X", f"pycache_prefix={tmp_path}"]
    assert [[sys.executable, sys.executable, *flags, "-X", "utf8", "-m", "bot", "run"]] == begun
    assert ("2", "some") == (os.environ["MALLOC_ARENA_MAX"], os.environ["PYDANTIC_DISABLE_PLUGINS"])


def test_one_heap_unless_more_are_wanted(begun: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The C library reads it when the other interpreter begins."""
    monkeypatch.delenv("MALLOC_ARENA_MAX")
    with pytest.raises(Begun):
        serving.begin_anew()
    assert "1" == os.environ["MALLOC_ARENA_MAX"]


def test_no_plugins_unless_they_are_wanted(begun: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """pydantic knows the word that we set: it looks for none, where otherwise it does."""
    monkeypatch.delenv("PYDANTIC_DISABLE_PLUGINS")
    monkeypatch.setattr(_loader, "_plugins", None)
    asked: list[str] = []

    def entry_points(group: str) -> tuple[()]:
        asked.append(group)
        return ()

    monkeypatch.setattr(_loader, "entry_points", entry_points)
    with pytest.raises(Begun):
        serving.begin_anew()
    assert ([], []) == (list(_loader.get_plugins()), asked)
    monkeypatch.delenv("PYDANTIC_DISABLE_PLUGINS")
    assert ([], ["pydantic"]) == (list(_loader.get_plugins()), asked)


@pytest.mark.parametrize("chosen", ["0", "1", "2", ""])
def test_somebody_has_chosen(begun: list[list[str]], monkeypatch: pytest.MonkeyPatch, chosen: str) -> None:
    """It stays as it is."""
    monkeypatch.setenv("PYTHONOPTIMIZE", chosen)
    serving.begin_anew()
    assert [] == begun


def test_nothing_is_compiled_for_it(begun: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It stays as it is."""
    monkeypatch.setattr(serving, "BYTE_CODE", str(tmp_path / "nothing"))
    serving.begin_anew()
    assert [] == begun


def test_another_python_made_it(begun: list[list[str]], tmp_path: Path) -> None:
    """Its own modules would be compiled at each start, by a service that may not keep them."""
    (tmp_path / serving.MADE_BY).write_text("3.11.2 (main, Apr  1 2021, 10:00:00) [GCC 12.2.0]")
    serving.begin_anew()
    assert [] == begun


def test_it_is_forbidden(begun: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Better with more memory than not at all."""

    def execv(program: str, arguments: list[str]) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "execv", execv)
    serving.begin_anew()
    assert [] == begun

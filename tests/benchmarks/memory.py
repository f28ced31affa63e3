"""What a process holds resident, by Linux's own account. Source: proc(5)."""

from pathlib import Path


def resident_mb(pid: int | str = "self") -> float:
    """Now."""
    return _mb(pid, "VmRSS")


def most_mb(pid: int | str = "self") -> float:
    """At the most; `getrusage` would count the process that started this one, up to its exec."""
    return _mb(pid, "VmHWM")


def _mb(pid: int | str, name: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.partition(f"{name}:")[2].split()[0]) / 1024

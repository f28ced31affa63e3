"""The fonts of pictures and posters: DejaVu Sans, which matplotlib ships, has every letter of Vietnamese."""

from importlib.util import find_spec
from pathlib import Path


def dejavu_sans(*, is_bold: bool = False) -> Path:
    """The font file; named by path, so that no setting and no font of the machine changes how a document looks.

    Found without importing matplotlib: a poster needs its font alone, and the import costs half a second.
    """
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("matplotlib")
    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / name

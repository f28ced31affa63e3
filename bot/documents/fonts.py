"""The fonts of pictures and posters: DejaVu Sans, which matplotlib ships, has every letter of Vietnamese."""

from pathlib import Path


def dejavu_sans(*, is_bold: bool = False) -> Path:
    """The font file; named by path, so that no setting and no font of the machine changes how a document looks."""
    import matplotlib  # noqa: PLC0415 - heavy

    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name

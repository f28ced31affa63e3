"""All modules of the program, loaded at once: so that their byte code is kept, and by tests that start it by forking.

    python -m bot.everything      also loads what is heavy
"""

from importlib import import_module
from pkgutil import walk_packages

import bot
import storage

# What functions import, of other packages.
LATER = ("alembic.command", "asyncpg", "mako.template", "sqlalchemy.dialects.postgresql.asyncpg", "uvloop")
HEAVY = (
    "PIL.ImageChops", "PIL.ImageCms", "PIL.ImageFilter", "PIL.ImageOps", "PIL.JpegImagePlugin", "PIL.PngImagePlugin",
    "fluent.runtime", "jinja2", "matplotlib.backends.backend_agg", "matplotlib.figure", "qrcode",
    "reportlab.pdfbase.ttfonts", "reportlab.pdfgen.canvas", "xlsxwriter",
)  # fmt: skip


def load(*others: str) -> None:
    """Load every module but those that act when they are loaded: `__main__`, Alembic's environment and revisions."""
    for package in (bot, storage):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith((".__main__", ".env")) and ".versions" not in found.name:
                import_module(found.name)
    for name in (*LATER, *others):
        import_module(name)


if __name__ == "__main__":
    load(*HEAVY)

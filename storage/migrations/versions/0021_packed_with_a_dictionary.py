"""What every turn stores is packed with a dictionary on SQLite (storage/packing.py).

Nothing is changed here. Programs of an earlier revision cannot read what is packed so: there they have to be stopped.

Revision: 0021
"""

revision = "0021"
down_revision = "0020"
is_online = False
is_online_on = ("postgresql",)


def upgrade() -> None:
    """Nothing."""

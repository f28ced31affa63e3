"""The kinds of organisations and how they may hang together, as data.

Source: Hướng dẫn and statutes as summed up in the domain notes: Tổng Liên đoàn; LĐLĐ of provinces beside unions of
branches; unions directly above the grassroots (of districts until 1 July 2025, of communes since, of branches, of
civil servants, of industrial zones, of corporations); CĐCS and nghiệp đoàn.
"""

from collections.abc import Mapping

NATIONAL, PROVINCE, SECTOR, FEDERATION, COMMUNE, UNION = (
    "national", "province", "sector", "federation", "commune", "union",
)  # fmt: skip
KINDS = (NATIONAL, PROVINCE, SECTOR, FEDERATION, COMMUNE, UNION)
# What stands between a province and its CĐCS; a sector may stand beside the provinces too.
MIDDLE = (SECTOR, FEDERATION, COMMUNE)
# Under which kinds an organisation may hang.
PARENTS: Mapping[str, tuple[str, ...]] = {
    NATIONAL: (),
    PROVINCE: (NATIONAL,),
    SECTOR: (NATIONAL, PROVINCE, SECTOR, FEDERATION),
    FEDERATION: (PROVINCE,),
    COMMUNE: (PROVINCE, FEDERATION),
    UNION: (PROVINCE, *MIDDLE),
}
MOST_LEVELS = 12  # of the tree, the national node counted
DEEPEST = 32  # steps up or down; a loop in the data must not become a loop of the program


def may_take_over(successor: str, predecessor: str) -> bool:
    """Whether one of that kind may take over all that another had: a CĐCS only what a CĐCS had."""
    if UNION in (successor, predecessor):
        return successor == predecessor
    return NATIONAL not in (successor, predecessor)

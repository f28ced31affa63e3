"""What a typed text may say: for each of its words the terms that it may stand for, and how much that costs."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

import regex
from msgspec import Struct

from conversations.matching.typing_keys import without_telex, without_vni
from conversations.matching.union_index import UnionIndex
from conversations.matching.union_names import FREE, NUMBER, RUNS, terms_of
from conversations.matching.union_vocabulary import PLACE
from conversations.text import fold, plain_letters, words

MOST_WORDS = 40
LETTERS_AN_EDIT = 6  # a longer text may hold more slips
MOST_EDITS = 4
LEFT_OUT = 2  # edits that a word costs which the name does not have
SHORTEST_BEGINNING = 2
LONGEST_RUN = 60  # letters that are parted anew into words
LONGEST_PIECE = 12  # letters of a word
MOST_PARTINGS = 3
MOST_WITH_SLIPS = 12  # one slip makes several words of a piece
LACKING, SURPLUS, UNKNOWN, SLIP = 0.3, 0.5, 2.0, 64.0  # what a space too few, one too many … cost

_DIGIT_AT_END = regex.compile(r"[a-z][0-9]+\b")
_Parting = tuple[float, tuple[str, ...]]  # what it costs, and the words


class Word(Struct, frozen=True, eq=False):
    """A word of the query. *meant*: term → edits; *partly*: terms of which it is no more than a part."""

    text: str
    meant: dict[str, int]
    partly: frozenset[str]
    within: tuple[int, ...]  # by number of edits, the set of names that have it, or a place above that has it
    inside: int  # the set of names that have it themselves

    @property
    def is_lesser(self) -> bool:
        """True for what may be said though the name does not have it."""
        return self.text in FREE


class Query:
    """The words of one reading of the text. edits, doubts: what the reading itself costs, see Fit."""

    def __init__(self, index: UnionIndex, terms: Sequence[str], letters: int, edits: int = 0, doubts: int = 0) -> None:
        self.index = index
        self.most_edits = min(MOST_EDITS, max(1, letters // LETTERS_AN_EDIT))  # the longer the text, the more slips
        self.texts = tuple(terms[:MOST_WORDS])
        self.edits, self.doubts = edits, doubts

    @cached_property
    def exact(self) -> tuple[Word, ...]:
        """The words as they stand, or begun."""
        known = {text: _exact(self.index, text) for text in set(self.texts)}
        return tuple(known[text] for text in self.texts)

    @cached_property
    def near(self) -> tuple[Word, ...]:
        """The words, also with one slip."""
        known = {word.text: _near(self.index, word) for word in set(self.exact)}
        return tuple(known[text] for text in self.texts)

    def matching(self, edits: int) -> tuple[int, ...]:
        """The sets of names that match with 0, 1 … *edits* edits; a set holds those of the sets before."""
        index, words = self.index, self.exact if edits == 0 else self.near
        sets = [index.all] * (edits + 1)
        different = {word.text: word for word in words}
        for word in sorted(different.values(), key=lambda one: one.within[0].bit_count()):
            sets = [self._with_word(word, sets, upto) for upto in range(edits + 1)]
            if not any(sets):
                return tuple(sets)
        named = 0
        for word in words:
            named |= 0 if self._is_free(word) else word.inside
        return tuple(names & named for names in sets)

    @cached_property
    def _is_all_lesser(self) -> bool:
        return all(text in FREE for text in self.texts)

    def _is_free(self, word: Word) -> bool:
        return word.is_lesser and not self._is_all_lesser

    def _with_word(self, word: Word, sets: Sequence[int], upto: int) -> int:
        if self._is_free(word):
            return sets[upto]
        found = 0
        for edits, names in enumerate(word.within[: upto + 1]):
            found |= sets[upto - edits] & names
        if upto >= LEFT_OUT and not word.text.isdigit():
            found |= sets[upto - LEFT_OUT]
        return found


def as_typed(index: UnionIndex, text: str) -> Iterator[Query]:
    """The text as it stands, then without what a keyboard driver that was off has left in it."""
    plain = plain_letters(text)
    telex = " ".join(part if part in index.vocabulary else without_telex(part) for part in plain.split())
    vni = without_vni(plain)
    is_number_perhaps = len(_DIGIT_AT_END.findall(plain)) == 1  # "san2" alone: sàn, or Khoáng sản 2
    seen = set()
    for spelling in (text, vni, telex, without_telex(plain), without_telex(vni)):
        if (terms := terms_of(spelling)) and terms not in seen:
            seen.add(terms)
            yield Query(index, terms, len(fold(text)), doubts=int(is_number_perhaps and spelling != text))


def parted_anew(index: UnionIndex, text: str, *, slips: bool) -> Iterator[Query]:
    """The text with its spaces put elsewhere, the likeliest first; if *slips*, with one in a word that comes of it."""
    readings: list[_Parting] = [(0.0, ())]
    most = MOST_WITH_SLIPS if slips else MOST_PARTINGS
    for run in _runs(text):
        is_known = bool(NUMBER.fullmatch(run[0])) or all(word[1:] and word in index.vocabulary for word in run)
        pieces = [(0.0, tuple(run))] if is_known else _Parter(index, run, slips).partings(most)
        both = [(cost + more, before + after) for cost, before in readings for more, after in pieces]
        readings = sorted(both)[:most]
    for cost, said in readings:
        if cost % SLIP and (terms := terms_of(" ".join(said))):
            yield Query(index, terms, len(fold(text)), int(cost // SLIP))


def _runs(text: str) -> Iterator[list[str]]:
    """The words of the text in runs of letters; numbers stand alone."""
    run: list[str] = []
    for word in RUNS.findall(" ".join(words(text)))[:MOST_WORDS]:
        if NUMBER.fullmatch(word):
            yield from ([run] if run else [])
            yield [word]
            run = []
        else:
            run.append(word)
    yield from ([run] if run else [])


class _Parter:
    """Finds the likeliest ways to part a run of letters into known words, from the front to the end."""

    def __init__(self, index: UnionIndex, run: Sequence[str], slips: bool) -> None:
        self._index, self._run, self._slips = index, run, slips
        self._letters = "".join(run)
        self._ends = {0, *accumulate(map(len, run))}  # where words begin and end as typed

    def partings(self, most: int) -> list[_Parting]:
        """The likeliest first; the run as it is if it cannot be parted."""
        if len(self._letters) > LONGEST_RUN:
            return [(0.0, tuple(self._run))]
        best: list[list[_Parting]] = [[(0.0, ())], *([] for _ in self._letters)]
        for end in range(1, len(best)):
            found: list[_Parting] = []
            for begin in range(max(0, end - LONGEST_PIECE), end):
                if best[begin]:
                    for word, cost in self._words(begin, end):
                        found += [(before + cost, (*said, word)) for before, said in best[begin]]
            best[end] = sorted(set(found))[:most]
        return best[-1] or [(0.0, tuple(self._run))]

    def _words(self, begin: int, end: int) -> Iterator[tuple[str, float]]:
        """The known words that these letters are or may be, and what it costs; a word as typed may stay unknown."""
        piece = self._letters[begin:end]
        surplus = sum(at in self._ends for at in range(begin + 1, end))
        cost = SURPLUS * surplus + (0.0 if end in self._ends else LACKING)
        is_as_typed = not surplus and begin in self._ends and end in self._ends
        if is_as_typed:
            yield piece, 0.0 if piece in self._index.vocabulary else UNKNOWN
        elif (len(piece) > 1 or piece == "y") and piece in self._index.vocabulary:  # "II" is not twice "I"
            yield piece, cost
        if self._slips and len(piece) > 2:
            yield from ((known, cost + SLIP) for known in self._index.vocabulary.near(piece))


def _exact(index: UnionIndex, text: str) -> Word:
    known = index.vocabulary.terms(text)
    if not known and len(text) >= SHORTEST_BEGINNING and text.isalpha():
        begun = (known for word in index.vocabulary.begun(text) for known in index.vocabulary.terms(word))
        known = tuple((term, True) for term, _ in begun if term[0] != PLACE and term not in FREE)
    terms = dict.fromkeys((term for term, _ in known), 0)
    whole = {term for term, is_part in known if not is_part}
    inside = index.having(term for term in terms if term[0] != PLACE)
    outside = index.having(term for term in terms if term[0] == PLACE)
    return Word(text, terms, frozenset(terms) - whole, (inside | outside,), inside)


def _near(index: UnionIndex, word: Word) -> Word:
    known = (each for other in index.vocabulary.near(word.text) for each in index.vocabulary.terms(other))
    near = [(term, is_part) for term, is_part in known if term[0] != PLACE]
    slips = dict.fromkeys((term for term, _ in near if term not in word.meant), 1)
    partly = word.partly | (slips.keys() - {term for term, is_part in near if not is_part})
    having = index.having(slips)
    return Word(word.text, word.meant | slips, partly, (*word.within, having), word.inside | having)

"""Signature: a person's own sign-in over the text shown, with one of six meanings (SEC-034)."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from checklist.protocol.items.problem import Code, Problem, problem
from checklist.protocol.limits import Limit
from checklist.protocol.values import Signed, Value


class Meaning(StrEnum):
    """What a signature says; the last word of the entry type ``sign.<meaning>``."""

    PERFORM = "perform"
    CHECK = "check"
    WITNESS = "witness"
    APPROVE = "approve"
    REVIEW = "review"
    AMEND = "amend"


class SignatureField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="signature"):
    """A signature.

    Attributes:
        meaning: What it says.
        roles: Roles that may give it.
        statement: The sentence shown and signed; ``{name}`` is replaced by the signer's name.
        other_person: Whether it must be somebody else than who gave the line's other fields or signatures.
    """

    id: str
    meaning: Meaning
    roles: tuple[str, ...]
    statement: str
    label: str = ""
    other_person: bool = False
    required: bool = True
    limits: tuple[Limit, ...] = ()


_HEX = frozenset("0123456789abcdef")
_DIGEST_LENGTH = 64


def check(field: SignatureField, value: Value) -> Problem | None:
    """Return why ``value`` cannot be taken for ``field``, or None; ``shown`` must be a SHA-256 in hex."""
    if not isinstance(value, Signed):
        return problem(Code.WRONG_KIND, wanted="signed", field=field.id)
    if value.role not in field.roles:
        return problem(Code.NOT_A_SIGNATURE, about="role")
    if value.meaning != field.meaning:
        return problem(Code.NOT_A_SIGNATURE, about="meaning")
    if not value.person:
        return problem(Code.NOT_A_SIGNATURE, about="person")
    if len(value.shown) != _DIGEST_LENGTH or not _HEX.issuperset(value.shown):
        return problem(Code.NOT_A_SIGNATURE, about="shown")
    return None

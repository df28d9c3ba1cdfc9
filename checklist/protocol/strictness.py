"""Static check of the clinic's parameters: one behind a hard stop or a branch can only become stricter.

``clinical.md`` 8. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.protocol.findings import Finding
from checklist.protocol.limits import LimitOp, Trigger
from checklist.protocol.model import Parameter, Protocol
from checklist.protocol.parameters import Stricter

_DIRECTION = {
    LimitOp.OVER: Stricter.LOWER,
    LimitOp.AT_LEAST: Stricter.LOWER,
    LimitOp.HOURS_OVER: Stricter.LOWER,
    LimitOp.DAYS_OVER: Stricter.LOWER,
    LimitOp.OFF_PCT: Stricter.LOWER,
    LimitOp.ABOVE_BY: Stricter.LOWER,
    LimitOp.UNDER: Stricter.HIGHER,
    LimitOp.AT_MOST: Stricter.HIGHER,
    LimitOp.HOURS_UNDER: Stricter.HIGHER,
}


def findings(protocol: Protocol) -> Iterator[Finding]:
    """Yield the parameters behind an ``hsx`` or a branch that a clinic could make looser."""
    limits = [limit for line in protocol.all_lines() for field in line.fields for limit in field.limits]
    for parameter in protocol.parameters:
        for limit in limits:
            if limit.than != parameter.id or limit.trigger not in {Trigger.HSX, Trigger.BR}:
                continue
            if not _is_held(parameter, _DIRECTION[limit.op]):
                yield Finding("parameter.loosens", f"parameter {parameter.id}", "can be made looser behind a stop")
                break


def _is_held(parameter: Parameter, wanted: Stricter) -> bool:
    if parameter.stricter is not None:
        return parameter.stricter is wanted
    return parameter.value == (parameter.high if wanted is Stricter.LOWER else parameter.low)

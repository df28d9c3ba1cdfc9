"""Scratch pictures."""
from window_player import WindowPlayer

from checklist.protocol.model import Step
from checklist.session import commands as c


def test_pre(real):
    p = WindowPlayer(real)
    p.begin()
    p.open()
    for step in (Step.PRE_INFUSION,):
        for section in p.protocol.sections_of(step):
            for line in section.lines:
                if not p.asks(line): continue
                real.go(p.session_id, step, line.link_id)
                real.picture(f"a-{line.link_id}")
                p.in_order(line)
    for section in p.protocol.sections_of(Step.TIME_OUT):
        for line in section.lines:
            if line.link_id == "pre.sign": continue
            p.in_order(line)
    p.in_order(p.protocol.line("pre.sign"))
    p.conduct(c.StartInfusion("150"))
    real.go(p.session_id)
    real.picture("b-mon-0")

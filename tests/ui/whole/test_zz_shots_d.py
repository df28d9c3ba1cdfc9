"""Scratch pictures."""

import pytest
from window_player import WindowPlayer, complete_opening
from real_window import RealWindow
from whole_visit import normal
from checklist.session import commands as c
from checklist.session import drug_commands as d
from checklist.protocol.model import Step
from checklist.protocol.values import *


@pytest.fixture
def real(styled, qtbot, tmp_path, fresh_practice):
    made = RealWindow(qtbot, fresh_practice, tmp_path / "data", complete_opening)
    yield made
    made.close()


def shots(real, name, sizes=("usual",), themes=(False,)):
    for s in sizes:
        for dim in themes:
            real.look(s, dim=dim)
            real.picture(f"{name}-{s}-{'dim' if dim else 'light'}")
    real.look("usual", dim=False)


ALL = ("usual", "compact", "large")
U = dict(sbp="mm[Hg]", dbp="mm[Hg]", hr="/min", spo2="%", rr="/min", temp="Cel", alertness="1")


def vit(sbp, dbp, hr=76, temp=True, alert="5"):
    v = dict(sbp=sbp, dbp=dbp, hr=str(hr), spo2="98", rr="14", temp="36.7", alertness=alert)
    if not temp:
        del v["temp"]
    return VitalSigns(tuple(VitalValue(k, x, U[k]) for k, x in v.items()))


def test_pre(real):
    p = WindowPlayer(real)
    p.open()
    go = lambda link: real.go(p.session_id, p.protocol.section_of(link).step, link)
    go("pre.session-number")
    shots(real, "c-number", ALL, (False, True))
    p.conduct(c.AnswerLine("pre.meds-flag", Answer((FieldAnswer("taken", ChosenSet(("opioid",))),))))
    go("pre.meds-flag")
    shots(real, "c-told", ALL)
    real.press("item.told")
    real.picture("c-told-sheet")
    real.press("sheet.told.earlier")
    real.press("sheet.told.no_answer")
    real.picture("c-told-sheet2")
    real.press("sheet.told.cancel")
    p.conduct(c.TellProvider("pre.meds-flag", "Dr R. Okafor", "", read_back=False, answered=False))
    go("pre.meds-flag")
    real.picture("c-answer")
    p.conduct(c.AnswerLine("pre.vitals", Answer((FieldAnswer("signs", vit("152", "88")),))))
    go("pre.vitals")
    shots(real, "c-recheck", ALL)
    real.advance(5.1)
    real.picture("c-recheck-now")
    p.conduct(c.AnswerLine("pre.vitals", Answer((FieldAnswer("signs", vit("150", "86")),))))
    real.advance(5.1)
    real.picture("c-recheck-3")
    p.conduct(c.AnswerLine("pre.vitals", normal(p, "pre.vitals")))
    go("pre.sedation")
    shots(real, "c-sensed", ALL, (False, True))
    real.press("item.enter")
    real.picture("c-sensed-enter")
    go("pre.phq9")
    shots(real, "c-phq9", ALL, (False, True))
    go("pre.suicide-screen")
    p.conduct(c.AnswerLine("pre.suicide-screen", Answer((FieldAnswer("risk", Chosen("high")),))))
    go("pre.suicide-screen")
    shots(real, "c-branch", ALL)


def test_mon(real):
    p = WindowPlayer(real)
    p.open()
    go = lambda link: real.go(p.session_id, p.protocol.section_of(link).step, link)
    p.step_in_order(Step.PRE_INFUSION)
    p.step_in_order(Step.TIME_OUT)
    go("pre.sign")
    real.picture("d-sign")
    p.in_order(p.protocol.line("pre.sign"))
    p.conduct(c.StartInfusion("150"))
    real.go(p.session_id)
    p.wait(5)
    p.conduct(c.RecordVitals("mon.vitals", vit("128", "80", temp=False)))
    real.press("lines.open")
    real.picture("d-set-1")
    real.press("lines.back")
    p.conduct(c.RecordEvent("nausea"))
    p.conduct(c.RecordEvent("other"))
    real.press("trend.events")
    real.picture("d-events")
    real.press(f"sheet.events.{p.state.events[0].mark.n}")
    real.press("sheet.settle.grade.3")
    real.press("sheet.settle.outcome.open")
    real.picture("d-settle")
    real.press("sheet.settle.cancel")
    p.conduct(c.AnswerLine("mon.breathing", Answer((FieldAnswer("breathing", Chosen("crowing")),))))
    real.picture("d-branch-mon")
    shots(real, "d-branch-mon", ALL, (True,))
    p.conduct(c.AddNote("Looked.", "mon.breathing"))
    p.conduct(c.RecordVitals("mon.vitals", vit("162", "98", temp=False)))
    real.picture("d-limit")
    p.conduct(c.TellProvider("mon.vitals", "Dr R. Okafor", "", read_back=False, answered=False))
    real.picture("d-answer-mon")
    p.conduct(c.TellProvider("mon.vitals", "Dr R. Okafor", "wait", read_back=True))
    p.wait(35)
    p.conduct(c.RecordVitals("mon.vitals", vit("130", "80", temp=False)))
    p.conduct(c.EndInfusion("100"))
    p.conduct(c.RecordVitals("mon.post-vitals", vit("128", "80", temp=False)))
    p.step_in_order(Step.INFUSION)
    real.go(p.session_id, Step.RECOVERY)
    real.picture("e-recovery")
    real.press("lines.open")
    real.picture("e-recovery-line")
    go("dis.min-time")
    shots(real, "e-min-time", ALL, (False, True))
    go("dis.vitals")
    real.picture("e-dis-vitals")
    go("dis.ae-closed")
    shots(real, "e-ae-closed")
    go("dis.aldrete")
    shots(real, "e-aldrete", ALL)
    p.wait(16)
    go("dis.vitals")
    real.picture("e-dis-vitals-old")
    for section in p.protocol.sections_of(Step.DISCHARGE):
        for line in section.lines:
            if p.asks(line):
                go(line.link_id)
                real.picture(f"f-{line.link_id}")

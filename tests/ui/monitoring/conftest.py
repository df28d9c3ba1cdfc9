"""A running infusion on the shipped protocol, put together from events, and the page over it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from bedside import NURSE, SECOND, SHOWN, Bedside
from fake_desk import FakeDesk, shipped_protocol
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from checklist.clock import Reading, SteppedClock
from checklist.protocol.model import PhaseId, Protocol
from checklist.protocol.values import (
    Answer,
    Chosen,
    Confirmed,
    FieldAnswer,
    Quantity,
    Score,
    Signed,
    VitalSigns,
    VitalValue,
)
from checklist.session.apply import apply
from checklist.session.commands import Actor, AddNote, AnswerLine, RecordEvent, RecordVitals
from checklist.session.events import Event, InfusionStarted, LineAnswered, LineSigned, PhaseClosed
from checklist.session.state import Mark
from checklist.ui.pages.monitoring import MonitoringPage

UNITS = {"sbp": "mm[Hg]", "dbp": "mm[Hg]", "hr": "/min", "spo2": "%", "rr": "/min", "alertness": "1"}
NINE_O_NINE = Reading(1_795_338_540_000, 0, 5_000_000, "b0070000")


def vital_signs(
    bp: str = "133/81", hr: str = "80", spo2: str = "98", rr: str = "16", alertness: str = "5"
) -> VitalSigns:
    sbp, dbp = bp.split("/")
    values = {"sbp": sbp, "dbp": dbp, "hr": hr, "spo2": spo2, "rr": rr, "alertness": alertness}
    return VitalSigns(tuple(VitalValue(code, value, UNITS[code]) for code, value in values.items() if value))


def monitoring_protocol() -> Protocol:
    """The shipped protocol, its pre-infusion cut down to what monitoring looks back at."""
    shipped = shipped_protocol()
    kept = ("pre.vitals", "pre.pump-entry", "pre.sign")
    pre, *later = shipped.phases
    sections = tuple(
        msgspec.structs.replace(section, lines=tuple(line for line in section.lines if line.link_id in kept))
        for section in pre.sections
    )
    return msgspec.structs.replace(
        shipped, digest=f"{shipped.digest}-cut", phases=(msgspec.structs.replace(pre, sections=sections), *later)
    )


class Chair:
    """One session at the chair with its page; time goes on only by ``wait``."""

    vital_signs = staticmethod(vital_signs)

    def __init__(self) -> None:
        self.bed = Bedside(monitoring_protocol(), clock=SteppedClock(start=NINE_O_NINE))
        self.desk = FakeDesk(self.bed)
        self.page: MonitoringPage | None = None

    def happened(self, event: Event, actor: Actor = NURSE) -> None:
        now, live = self.bed.now(), self.bed.state
        mark = Mark(live.count, now.wall_ms, now.tz_min, now.mono_ms, now.boot, actor.person, actor.role, actor.auth)
        self.bed.live = apply(self.bed.protocol, live, event, mark, self.bed.session_id)
        self.bed.recorded.append((event, mark))

    def prepare(self) -> None:
        """Baseline at 09:12, pump read, pre-infusion signed."""
        self.bed.wait(3)
        self.happened(LineAnswered("pre.vitals", Answer((FieldAnswer("signs", vital_signs("134/82", "78")),))))
        pump = (("rate", "150", "mL/h"), ("volume", "100", "mL"), ("minutes", "40", "min"))
        answer = Answer(tuple(FieldAnswer(field, Quantity(value, unit)) for field, value, unit in pump))
        self.happened(LineAnswered("pre.pump-entry", answer), SECOND)
        self.bed.wait(12)
        for field in self.bed.protocol.line("pre.sign").fields:
            self.happened(LineSigned("pre.sign", field.id, Signed("nora", "nurse", "perform", SHOWN)))
        self.happened(PhaseClosed(PhaseId.PRE_INFUSION, 40, 0, 0))

    def start(self) -> None:
        """Start the pump at 09:24."""
        self.prepare()
        self.happened(InfusionStarted("150", "34", "100", 40))

    def take(self, signs: VitalSigns, link_id: str = "mon.vitals") -> None:
        self.bed.must(RecordVitals(link_id, signs))

    def run(self) -> None:
        """Run for 18:42 with three sets and two events, as on the design picture."""
        self.start()
        self.bed.wait(5)
        self.take(vital_signs("141/86", "86"))
        self.bed.wait(5)
        self.take(vital_signs("146/92", "91", "97", "16", "4"))
        self.bed.wait(1.5)
        self.bed.must(RecordEvent("nausea"))
        self.bed.wait(1.5)
        self.bed.must(RecordEvent("medicine", "ondansetron 4 mg"))
        self.bed.wait(2)
        self.take(vital_signs("151/95", "94", "97", "16", "4"))
        self.bed.wait(3, 42)

    def finish_recovery(self) -> None:
        """Answer every line of Infusion and Recovery as a good patient would, with all sets to 60 min."""
        answers = {
            "mon.dissociation": (("intensity", Score(1)), ("distress", Score(0))),
            "mon.site": (("site", Chosen("ok")),),
            "mon.comfort": (("word", Chosen("fine")),),
            "mon.end": (("given", Quantity("100", "mL")), ("residue", Chosen("flushed"))),
            "mon.post-mind": (("intensity", Score(0)), ("distress", Score(0)), ("orientation", Score(4))),
            "mon.post-stim": (("quiet", Confirmed()),),
        }
        for link_id, values in answers.items():
            answer = Answer(tuple(FieldAnswer(field, value) for field, value in values))
            self.bed.must(AnswerLine(link_id, answer))
        self.take(vital_signs(), "mon.post-vitals")
        for _ in range(4):
            self.bed.wait(15)
            self.take(vital_signs(), "mon.post-vitals")
        for link_id in ("mon.vitals", "mon.post-vitals"):
            self.bed.must(AddNote("Seen", link_id))

    def open_page(self) -> MonitoringPage:
        page = MonitoringPage(self.desk)
        self.page = page
        self.desk.over = page
        self.desk.listeners.append(page.show_snapshot)
        page.resize(1164, 632)
        page.show_snapshot(self.desk.snapshot())
        page.show()
        page.enter()
        return page

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        self.bed.wait(minutes, seconds)
        if self.page is not None:
            self.page.tick(self.bed.now())

    def find(self, name: str) -> QWidget:
        assert self.page is not None
        QCoreApplication.processEvents()
        found = [w for w in self.page.findChildren(QWidget, name) if w.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)}"
        return found[0]

    def press(self, name: str) -> None:
        button = self.find(name)
        assert isinstance(button, QPushButton)
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def keys(self, signs: str) -> int:
        """Press digits on the pad; return how many presses that was."""
        for sign in signs:
            self.press(f"key.digit_{sign}")
        return len(signs)


@pytest.fixture
def chair(styled: QApplication) -> Iterator[Chair]:
    """A session in a chair; its page is closed afterwards."""
    made = Chair()
    yield made
    if made.page is not None:
        made.page.close()
        made.page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

"""Due times against a plain reference: the same marks, whatever the order of commands, ticks and clock steps."""

from __future__ import annotations

from bedside import NURSE
from hypothesis import given, settings
from hypothesis import strategies as st
from running_visit import DROWSY, GOOD, HIGH, LIGHT, LINE, LOST, PROGRAM, running, signs

from checklist.session import due
from checklist.session.commands import Occurred, RecordVitals, Refused
from checklist.session.running_commands import OrderCadence, Tick
from checklist.session.running_events import ReadingDue, ReadingLate

M = 60_000
OWN = [5 * M, *range(10 * M, 400 * M, 10 * M)]
EARLY, GRACE, REPEAT = 1 * M, 3 * M, 5 * M
BAD = {DROWSY, HIGH, LOST}


class Plain:
    """The rules of ``clinical.md`` 4.1 in plain arithmetic: ms since the start of the infusion."""

    def __init__(self):
        self.now = 0
        self.sets = []  # (true at, recorded at, words, own mark closed)
        self.orders = []  # (given at, every)

    def spans(self):
        ends = [*(at for at, _ in self.orders[1:]), None]
        return [(at, end, every * M) for (at, every), end in zip(self.orders, ends, strict=False) if every]

    def replaced(self, mark):
        return any(at < mark and (end is None or mark <= end) for at, end, _ in self.spans())

    def live(self):
        taken = {own for *_, own in self.sets}
        return [m for m in OWN if m in taken or not self.replaced(m)]

    def record(self, at, words):
        open_now = [m for m in self.live() if m - EARLY <= at and not self.replaced(m)]
        taken = {own for *_, own in self.sets}
        own = open_now[-1] if open_now and open_now[-1] not in taken else None
        self.sets.append((at, self.now, words, own))

    def asked(self):
        """Yield (mark, true time of the set that answered it or None) for what counts from the set before."""
        order = sorted(range(len(self.sets)), key=lambda i: (self.sets[i][0], i))
        bases = [(0, 0, GOOD, None)] + [self.sets[i] for i in order]
        looked = GOOD
        for base, after in zip(bases, [*bases[1:], None], strict=True):
            at, known, words, _ = base
            # a light check wipes out alertness only: pressure stays as the set before had it
            bad = looked in {HIGH, LOST} if words == LIGHT else words in BAD
            looked = words
            stop = after[0] if after else None
            assert not (words == LIGHT and after is not None and after[2] == LIGHT), "two light checks running"
            found = [max(at + REPEAT, known)] if bad else []
            for given_at, end, every in self.spans():
                if stop is not None and given_at >= stop:
                    continue
                mark = max(at + every, given_at)
                gone = end is not None and (stop is None or end <= stop) and mark + GRACE > end
                found += [] if gone else [mark]
            if found:
                opens = min(found) - EARLY
                if stop is None or stop >= (opens if opens > at else min(found)):
                    yield min(found), stop

    def table(self):
        taken = {own: at for at, _, _, own in self.sets if own is not None}
        live, found = self.live(), {}
        for i, mark in enumerate(live):
            later = live[i + 1] if i + 1 < len(live) else None
            if mark in taken:
                found[mark] = "late" if taken[mark] >= mark + GRACE else "on time"
            elif mark > self.now:
                found[mark] = "waits"
                break
            else:
                gone = later is not None and (later <= self.now or later in taken)
                found[mark] = "missed" if gone else "waits"
        asked = [(mark, at) for mark, at in self.asked() if mark not in found]
        ways = ["waits" if at is None else "late" if at >= mark + GRACE else "on time" for mark, at in asked]
        return sorted([*found.items(), *((mark, way) for (mark, _), way in zip(asked, ways, strict=True))])


words = st.sampled_from([GOOD, DROWSY, HIGH, LOST])
acts = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 900)),
        st.tuples(st.just("set"), words, st.sampled_from([0, 0, 0, 1, 4, 11])),
        st.tuples(st.just("light")),
        st.tuples(st.just("order"), st.sampled_from([0, 1, 2, 3, 5, 8, 15])),
        st.tuples(st.just("tick")),
        st.tuples(st.just("clock"), st.sampled_from([-60, 60, 7])),
        st.tuples(st.just("ahead"), st.integers(1, 90)),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(acts)
def test_due_times_are_those_of_the_reference(chosen):
    """Whatever the order of commands, ticks and clock steps, due times equal those of the plain reference."""
    bed, plain = running(), Plain()
    start = bed.now()
    written = []
    stepped = 0  # an earlier time is given by the wall clock, which must not have been set in between
    for act in chosen:
        match act:
            case ("wait", seconds):
                bed.wait(seconds=seconds)
                plain.now += seconds * 1000
            case ("set", signs_in_words, back):
                back_ms = min(back * M, plain.now) if not stepped else 0
                occurred = Occurred(bed.now().wall_ms - back_ms, "busy") if back_ms else None
                bed.must(RecordVitals(LINE, signs(signs_in_words), occurred))
                plain.record(plain.now - back_ms, signs_in_words)
            case ("light",):
                before = bed.state
                done = bed.do(RecordVitals(LINE, signs(LIGHT), light="asleep"), NURSE)
                if isinstance(done, Refused):
                    assert bed.state is before
                else:
                    plain.record(plain.now, LIGHT)
            case ("order", every):
                if not isinstance(bed.do(OrderCadence(LINE, every, "peak", "Dr Ruth"), NURSE), Refused):
                    plain.orders.append((plain.now, every))
            case ("tick",):
                done = bed.do(Tick(), PROGRAM)
                if not isinstance(done, Refused):
                    _right_to_write(plain, done, start.wall_ms)
                    written += [(type(event).__name__, event.due_ms) for event in done]
            case ("clock", minutes):
                bed.clock.set_wall(minutes * M)
                stepped += 1
            case ("ahead", minutes):
                ahead = Occurred(bed.now().wall_ms + minutes * M, "forward")
                assert bed.refuses(RecordVitals(LINE, signs(GOOD), ahead)) == "occurred.future"
        found = due.marks(bed.protocol, bed.state, bed.now())
        assert sorted((mark.due_ms - start.wall_ms, _state(mark)) for mark in found) == plain.table()
        assert all(item.at_ms <= item.mark.at_ms for item in bed.state.vitals)
    assert len(written) == len(set(written))


def _right_to_write(plain, done, start_ms):
    table = plain.table()
    for event in done:
        mark = event.due_ms - start_ms
        (way,) = [how for at, how in table if at == mark and how in {"waits", "missed"}]
        assert mark <= plain.now
        assert isinstance(event, ReadingDue | ReadingLate)
        if isinstance(event, ReadingLate):
            assert way == "missed" or mark + GRACE <= plain.now


def _state(mark):
    """A mark stands in exactly one way."""
    ways = [
        name
        for name, holds in (
            ("missed", mark.missed),
            ("late", mark.is_late),
            ("on time", mark.taken is not None and not mark.is_late),
            ("waits", mark.taken is None and not mark.missed),
        )
        if holds
    ]
    assert len(ways) == 1, ways
    return ways[0]

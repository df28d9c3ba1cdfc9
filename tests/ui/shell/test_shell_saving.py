"""What the window does when the store cannot be written."""

from __future__ import annotations

from checklist.errors import LedgerError
from checklist.session.commands import AddNote
from checklist.ui.front_desk import RETRY_MS
from checklist.ui.page import ToSession


def _break(shell) -> None:
    """Let the journal be as it is after a write that failed on a full disk."""

    def fail(station) -> None:
        station._journal._fault = LedgerError("store.full", "no space")

    shell.ask(fail)


def test_what_cannot_be_saved_is_said_and_not_shown_as_done(shell) -> None:
    """UX-13 When the write fails the bar says Not saved, the page hears of it, and the session is as it was."""
    session = shell.play("Harlow", 3, 12)
    shell.begin()
    shell.sign_in()
    shell.window.work.go(ToSession(session))
    shell.settle()
    before = shell.window.live.get(session)
    _break(shell)
    heard: list[str] = []
    shell.window.desk.run(
        session,
        AddNote("x"),
        done=lambda _new: heard.append("done"),
        failed=lambda problem: heard.append(problem.code),
    )
    shell.settle()
    assert heard == ["store.degraded"]
    assert "Not saved." in shell.texts()
    assert shell.window.live.get(session) is before


def test_saving_again_is_said_with_the_gap(shell) -> None:
    """After a fault the store is opened anew, and the bar says since when entries are saved again."""
    session = shell.play("Harlow", 3, 12)
    shell.begin()
    shell.sign_in()
    _break(shell)
    shell.window.desk.run(session, AddNote("x"))
    shell.settle()
    assert shell.window.desk.failing
    shell.press("technical_bar.retry")
    shell.settle()
    assert not shell.window.desk.failing
    assert "Saving again since" in shell.texts()
    shell.press("technical_bar.seen")
    assert shell.window.work.frames.bar.isHidden()
    done: list[int] = []
    shell.window.desk.run(session, AddNote("later"), done=lambda new: done.append(new.state.count))
    shell.settle()
    assert done


def test_the_store_is_tried_again_by_itself(shell) -> None:
    """After a fault the store is opened anew every 15 s without a press."""
    session = shell.play("Harlow", 3, 12)
    shell.begin()
    shell.sign_in()
    _break(shell)
    shell.window.desk.run(session, AddNote("x"))
    shell.settle()
    shell.advance(RETRY_MS + 1)
    shell.settle()
    assert not shell.window.desk.failing


def test_a_refusal_is_told_where_the_page_takes_none(shell) -> None:
    """A refused command records nothing, and the reason stands at the bottom in words."""
    session = shell.play("Harlow", 3, 12)
    shell.begin()
    shell.sign_in("M. Lindqvist")
    shell.window.desk.run(session, AddNote("x"))
    shell.settle()
    assert "does not allow this" in shell.texts()
    assert not shell.window.desk.failing

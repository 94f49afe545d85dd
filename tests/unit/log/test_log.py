"""The log file: its lines, its size, its permissions, and that it holds no secret."""

from __future__ import annotations

import io
import logging
import os
import re
import stat
import subprocess
import sys

import pytest

from ticketr.limits import MAX_LOG_FILE_SIZE
from ticketr.log import setup
from ticketr.log.file import LogFile, LogLine
from ticketr.log.redact import Redactor

SECRET = "hunter2-hunter2"


@pytest.fixture
def log(tmp_path):
    """A logger that writes below `tmp_path`, and what it has written."""

    class Log:
        folder = tmp_path / "logs"
        path = folder / "ticketr.log"
        stream = io.StringIO()
        redactor = Redactor()

        def setup(self, **options):
            self.redactor.add_secret(SECRET)
            return setup(str(self.folder), self.redactor, **options)

        def text(self):
            return self.path.read_text()

    log = Log()
    yield log
    logger = logging.getLogger("ticketr")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def test_a_line_has_the_time_in_utc_the_level_and_the_place(log):
    log.setup().getChild("sync").warning("pushed %d tickets", 3)
    assert re.fullmatch(
        r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING ticketr\.sync: pushed 3 tickets\n",
        log.text(),
    )


def test_the_time_is_utc():
    record = logging.makeLogRecord(
        {"name": "x", "msg": "m", "levelname": "INFO", "created": 0.5, "msecs": 500}
    )
    assert LogLine().format(record) == "1970-01-01T00:00:00.500Z INFO    x: m"


def test_a_text_with_line_breaks_cannot_pose_as_a_record(log):
    log.setup().info("a\n2026-01-01T00:00:00.000Z ERROR   forged\r\u2028b")
    first, *others = log.text().splitlines()
    assert first.endswith("INFO    ticketr: a")
    assert others == ["  2026-01-01T00:00:00.000Z ERROR   forged", "  ", "  b"]


def test_no_secret_gets_into_the_file_or_the_terminal(log):
    logger = log.setup(verbose=True, stream=log.stream)
    logger.info("token %s", SECRET)
    logger.info("%(a)s", {"a": SECRET})
    logger.debug("args do not fit %d %s", *[SECRET])
    logger.info({"password": SECRET})
    logger.info("stack", stack_info=True)
    try:
        os.environ[SECRET]
    except KeyError:
        logger.exception("failed")
    assert SECRET not in log.text() + log.stream.getvalue()
    assert "KeyError: '[REDACTED]'" in log.text()
    assert "Stack (most recent call last)" in log.text()
    assert log.text() == log.stream.getvalue()


def test_only_verbose_runs_log_everything(log):
    log.setup().debug("quiet")
    log.setup(verbose=True).debug("loud")
    assert "quiet" not in log.text()
    assert log.text().count("loud") == 1


def test_nothing_is_made_before_the_first_record(log):
    logger = log.setup()
    assert not log.folder.exists()
    logger.info("x")
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.folder.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(log):
    log.folder.mkdir()
    log.path.write_text("")
    log.path.chmod(0o644)
    log.setup().info("x")
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_stops_nothing(log, capfd):
    log.folder.write_text("a file is in the way")
    log.setup().error("lost")

    class Unprintable:
        def __str__(self):
            raise RuntimeError("no")

    log.folder.unlink()
    log.setup().error("%s", Unprintable())
    assert "%s (could not be shown in full)" in log.text()
    log.setup().error(Unprintable())
    assert "Unprintable (could not be shown in full)" in log.text()
    assert capfd.readouterr() == ("", "")


def handler_of(folder, **options):
    handler = LogFile(str(folder), **options)
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


def record(text):
    return logging.makeLogRecord({"msg": text})


def test_no_file_exceeds_the_limit_and_old_ones_go(tmp_path):
    handler = handler_of(tmp_path, backups=2, max_size=1000)
    for number in range(100):
        handler.emit(record(f"{number:03d} " + "x" * 95))
    handler.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ticketr.log",
        "ticketr.log.1",
        "ticketr.log.2",
    ]
    assert all(path.stat().st_size == 1000 for path in tmp_path.iterdir())
    newest = (tmp_path / "ticketr.log").read_text().splitlines()
    assert [line[:3] for line in newest] == [f"{number:03d}" for number in range(90, 100)]
    assert (tmp_path / "ticketr.log.2").read_text().startswith("070 ")


def test_the_limit_is_the_specifications(tmp_path):
    handler = handler_of(tmp_path, backups=1)
    (tmp_path / "ticketr.log").write_bytes(b"x" * (MAX_LOG_FILE_SIZE - 10))
    handler.emit(record("123456789"))
    assert (tmp_path / "ticketr.log").stat().st_size == MAX_LOG_FILE_SIZE == 10 * 1024 * 1024
    handler.emit(record("next"))
    handler.close()
    assert (tmp_path / "ticketr.log").read_text() == "next\n"
    assert (tmp_path / "ticketr.log.1").stat().st_size == MAX_LOG_FILE_SIZE


def test_a_line_larger_than_a_file_is_cut(tmp_path):
    handler = handler_of(tmp_path, backups=1, max_size=100)
    handler.emit(record("x" * 500))
    handler.close()
    text = (tmp_path / "ticketr.log").read_text()
    assert (len(text), text[-12:]) == (100, "x ... (cut)\n")


def test_two_processes_share_a_log_without_losing_a_line(tmp_path):
    code = """
import logging, sys
from ticketr.log.file import LogFile
handler = LogFile(sys.argv[1], backups=3, max_size=20_000)
for number in range(400):
    handler.emit(logging.makeLogRecord({"msg": f"{sys.argv[2]} {number:03d} " + "x" * 40}))
"""
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "ab"
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    lines = [line for path in tmp_path.iterdir() for line in path.read_text().splitlines()]
    assert sorted(line[:5] for line in lines) == [
        f"{name} {number:03d}" for name in "ab" for number in range(400)
    ]
    assert all(path.stat().st_size <= 20_000 for path in tmp_path.iterdir())


def test_a_log_file_that_was_removed_is_made_again(log):
    logger = log.setup()
    logger.info("one")
    log.path.unlink()
    logger.info("two")
    assert "two" in log.text()


def test_a_link_in_place_of_the_log_is_not_followed(log, tmp_path):
    log.folder.mkdir()
    (tmp_path / "target").write_text("")
    log.path.symlink_to(tmp_path / "target")
    log.setup().info("x")
    assert (tmp_path / "target").read_text() == ""


def test_logging_is_imported_only_when_it_is_set_up():
    code = """
import sys
before = set(sys.modules)
import ticketr.log
print({"logging", "re", "typing"} & (set(sys.modules) - before))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True
    )
    assert done.stdout == "set()\n", done.stderr

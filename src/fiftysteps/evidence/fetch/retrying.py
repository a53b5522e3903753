"""When a source is asked again, and after how long: each time twice as long, or as long as it says itself."""

import time
from collections.abc import Callable

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from fiftysteps.evidence.fetch.faults import UnreachableError
from fiftysteps.evidence.fetch.limits import Limits

# Tests put their own in its place, so as not to sleep.
pause: Callable[[float], None] = time.sleep


def make_retrying(limits: Limits, tell: Callable[[str], None], has_time: Callable[[], bool]) -> Retrying:
    """Return attempts that end with an answer, or with the last failure where asking again is of no use."""
    # Many sites fetch at the same minute of the night: a wait drawn at random keeps them from asking together again.
    own_wait = wait_random_exponential(multiplier=limits.first_wait, max=limits.longest_wait)

    def may_try_again(error: BaseException) -> bool:
        return isinstance(error, UnreachableError) and (error.wait or 0) <= limits.longest_wait and has_time()

    def get_wait(state: RetryCallState) -> float:
        error = _get_error(state)
        return own_wait(state) if error.wait is None else error.wait

    def say(state: RetryCallState) -> None:
        tell(f"{_get_error(state)} Asking again …")

    return Retrying(
        retry=retry_if_exception(may_try_again),
        stop=stop_after_attempt(limits.attempts),
        wait=get_wait,
        before_sleep=say,
        sleep=pause,
        reraise=True,
    )


def _get_error(state: RetryCallState) -> UnreachableError:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, UnreachableError):
        raise TypeError(f"asked again after {error!r}")
    return error

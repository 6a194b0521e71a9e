"""What was offered in a call, and what the agent said of it: nothing comes twice, and "wrong" is heeded."""

from collections.abc import Sequence

from assist.suggestion_commands import Action, Suggestion
from assist.suggestion_sources import Band, Source


class Memory:
    def __init__(self, not_now_ms: int) -> None:
        self._not_now_ms = not_now_ms
        self._passages: set[tuple[str, str]] = set()
        self._queries: set[str] = set()
        self._stopped: set[str] = set()
        self._paused: dict[str, int] = {}

    def remember(self, one: Suggestion) -> None:
        """It was put before the agent."""
        if one.article_id:
            self._passages.add((one.article_id, one.section))
        elif not one.text:
            self._queries.add(one.query.casefold())

    def forget(self, one: Suggestion) -> None:
        """It was not shown after all."""
        self._passages.discard((one.article_id, one.section))
        self._queries.discard(one.query.casefold())

    def heed(self, one: Suggestion, action: Action, now_ms: int) -> None:
        """The agent's answer: "wrong" stops the article for the call, "not now" for a while."""
        if not one.article_id:
            return
        if action is Action.WRONG:
            self._stopped.add(one.article_id)
        elif action is Action.NOT_NOW:
            self._paused[one.article_id] = now_ms + self._not_now_ms
            self._passages.discard((one.article_id, one.section))

    def was_asked(self, query: str) -> bool:
        return query.casefold() in self._queries

    def choose(self, sources: Sequence[Source], now_ms: int) -> Source | None:
        """The best that fits and may be offered now. The second best, only where it fits as well."""
        for rank, source in enumerate(sources):
            if source.band is Band.LOW or (rank and source.band is not Band.HIGH):
                return None
            passage = (source.article_id, source.section)
            paused = now_ms < self._paused.get(source.article_id, now_ms)
            if passage not in self._passages and source.article_id not in self._stopped and not paused:
                return source
        return None

"""What is asked of stores, as SQL."""

from contextlib import contextmanager

from zi_metrics.store.connection import Store


@contextmanager
def asked_of(monkeypatch, about=""):
    """The questions that are asked of any store inside, those with a word in them: a list, which grows."""
    questions, real = [], Store.cursor

    class Watched:
        def __init__(self, own):
            self._own = own

        def execute(self, query, *given):
            if about in query:
                questions.append(" ".join(query.split()))
            self._own.execute(query, *given)
            return self

        def __getattr__(self, name):
            return getattr(self._own, name)

    @contextmanager
    def cursor(store):
        with real(store) as own:
            yield Watched(own)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "cursor", cursor)
        yield questions

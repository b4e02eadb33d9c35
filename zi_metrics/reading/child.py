"""What runs in the child process: a file's bytes on stdin, the answer (see answer.py) on stdout.

Also `python -m zi_metrics.reading.child < file.xlsx`, to see what the child says.
"""

import sys

from zi_metrics.reading import bounds

try:
    import resource
except ImportError:  # Windows, where only the parent's watch bounds the child
    resource = None


def main() -> None:
    """Bounds this process, reads, answers. Exits with 0 also after a refusal: any other end means it died."""
    _bound_this_process()
    # After the bounds, so that even the library's own start-up is held by them.
    from zi_metrics.reading import answer, spreadsheet

    content = sys.stdin.buffer.read(bounds.MAX_FILE_BYTES + 1)
    try:
        reply = answer.encode(spreadsheet.sheets_of(content))
    except bounds.Refusal as refusal:
        reply = answer.encode_refusal(refusal)
    except MemoryError:
        reply = answer.encode_refusal(bounds.Refusal(bounds.TOO_HUNGRY, bounds.REMOVE_EXCESS))
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()


def _bound_this_process() -> None:
    if resource is None:
        return
    for kind, limit in (
        (resource.RLIMIT_AS, bounds.MAX_CHILD_BYTES),
        # A second more than the parent's clock, whose message is the clearer.
        (resource.RLIMIT_CPU, bounds.MAX_SECONDS + 1),
        (resource.RLIMIT_FSIZE, bounds.MAX_ANSWER_BYTES),
        (resource.RLIMIT_NOFILE, 32),
        # A dump would leave the file's content on the disk.
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(kind, (limit, limit))
        except (OSError, ValueError):  # macOS refuses some; the parent watches as well
            continue


if __name__ == "__main__":
    main()

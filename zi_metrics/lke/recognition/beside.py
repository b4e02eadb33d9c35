"""What stands beside the answers of a block: the columns of note, evidence and link, with and without a heading."""

from zi_metrics.lke.recognition.blocks import Block


def columns_beside(block: Block) -> dict[str, int]:
    """Columns of note, evidence and link: by heading, else the columns without heading right of everything."""
    columns = dict(block.answers.beside)
    if block.view.turned or not block.header.headed:
        return columns
    if block.answers is not block.header.answers[-1] if block.header.answers else True:
        return columns
    for column in range(block.header.headed[-1] + 1, block.view.last_column + 1):
        texts = [v for item in block.items if isinstance(v := block.view.value(item.row, column), str)]
        if not texts:
            continue
        links = sum("://" in text or text.startswith("www.") for text in texts)
        columns.setdefault("tautan" if 2 * links >= len(texts) else "bukti", column)
    return columns

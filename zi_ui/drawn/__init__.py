"""What the screens draw themselves: words, bars, lines and tables as plain HTML, with links that need no new page."""

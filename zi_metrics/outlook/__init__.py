"""What the next judge will probably make of units: past corrections and surveys' sampling errors, in one answer."""

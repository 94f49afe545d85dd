"""The ticket file: Markdown read with spans, rendered, and patched in place."""

"""Wiki markup, as version 2 of the interface writes rich text, and documents: one into the other."""

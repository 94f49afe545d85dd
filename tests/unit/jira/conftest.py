"""Documents out of Atlassian's schema, and the schema as judge, for what goes over the wire."""

from tests.unit.richtext.conftest import complaints, out_of_schema, schema

__all__ = ["complaints", "out_of_schema", "schema"]

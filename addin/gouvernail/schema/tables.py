"""All tables of the workbook, by key."""

from collections.abc import Mapping

from gouvernail.schema.inputs import INPUTS
from gouvernail.schema.kinds import Table
from gouvernail.schema.outputs import OUTPUTS

TABLES: Mapping[str, Table] = {table.key: table for table in (*INPUTS, *OUTPUTS)}

"""An independent truth about generated data: plain Python over the raw tables, sharing no code with the models.

Use: `capture(warehouse, wave, as_of)` after each load wave, then `write_answers(warehouse, path, history)` once.
Nothing but `SELECT columns FROM raw.table` reaches the warehouse, so a wrong model cannot make its own answer right.
"""

from scripts.oracle.answer import Answer
from scripts.oracle.crm import WaveState, capture
from scripts.oracle.report import answers, read_answers, sales_answers, write_answers

__all__ = ["Answer", "WaveState", "answers", "capture", "read_answers", "sales_answers", "write_answers"]

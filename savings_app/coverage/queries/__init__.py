"""Reads of coverage by place, in grouped SQL: no statement grows with the people."""

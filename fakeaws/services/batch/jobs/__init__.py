"""Jobs: their life from SUBMITTED to SUCCEEDED or FAILED."""

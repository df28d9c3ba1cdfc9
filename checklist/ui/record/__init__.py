"""The parts of a session's record on screen: what happened, the answers, the readings, whether it is intact."""

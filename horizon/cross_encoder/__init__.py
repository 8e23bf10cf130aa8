"""Two texts read together by a small network, once per question that was trained for; see `network.py`."""

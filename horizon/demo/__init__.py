"""The sample edition served over real HTTP on loopback and scanned week by week, through exactly the code of `scan`."""

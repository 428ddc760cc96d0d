"""Processes that work for experiments, with limits of time and memory, on this machine or on a cluster."""

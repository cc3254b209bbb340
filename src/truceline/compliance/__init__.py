"""Holds each provision against the weighed incidents and the patrols."""

"""Tests of the server, the contract and the journeys."""

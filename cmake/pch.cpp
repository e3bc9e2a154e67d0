// Carries the precompiled header (pch.h) and nothing else.

// The tests' precompiled header: the product's, and what a third of a test's compilation would go to.
#pragma once

#include "pch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

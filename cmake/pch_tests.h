// What every test takes in, beside what the product does.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

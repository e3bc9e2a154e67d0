#include "property/compare.h"
#include "property/model.h"
#include "property/script.h"
#include "property/stage.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

// Nobody sees what they may not, and everybody sees what they may: random worlds are played on the server and on a
// model, and everything that anybody can list or hear is compared.
//     AKEBONO_PROPERTY_ROUNDS=200   so many worlds instead of a few
//     AKEBONO_PROPERTY_SEED=17      the first of them, as a failure names it
namespace property {
namespace {

constexpr std::uint64_t kRounds = 5;
constexpr std::uint64_t kFirstSeed = 2;

std::uint64_t number_from(const char* variable, std::uint64_t fallback) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : fallback;
}

// What is wrong, and after which step; "" for nothing.
std::string play(ApiServer& server, const Script& script) {
    Model model;
    Stage stage(server);
    for (const auto& step : script) {
        const Model before = model;
        const bool is_allowed = model.apply(step);
        if (stage.apply(step) != is_allowed) {
            return describe(step) + ": should be " + (is_allowed ? "allowed" : "refused");
        }
        auto found = difference_in_streams(before, model, step, stage);
        if (!found.empty()) return describe(step) + ": " + found;
    }
    stage.tidy();
    if (auto found = difference(model, stage); !found.empty()) return found;
    constexpr int kLater = 10;
    model.let_pass(kLater);
    stage.let_pass(kLater);
    stage.forget_homes();
    auto found = difference(model, stage);
    return found.empty() ? found : "later, with homes built anew, " + found;
}

// Leaves out what is not needed for something to be wrong.
Script shrunk(ApiServer& server, Script script) {
    for (bool got_shorter = true; got_shorter;) {
        got_shorter = false;
        for (std::size_t i = script.size(); i-- > 0;) {
            Script shorter = script;
            shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
            if (play(server, shorter).empty()) continue;
            script = std::move(shorter);
            got_shorter = true;
        }
    }
    return script;
}

TEST(RandomWorlds, Security51_ShowEverybodyWhatTheModelSays) {
    const auto first = number_from("AKEBONO_PROPERTY_SEED", kFirstSeed);
    const auto rounds = number_from("AKEBONO_PROPERTY_ROUNDS", kRounds);
    ApiServer server;
    for (auto seed = first; seed < first + rounds; ++seed) {
        std::mt19937_64 chance(seed);
        const auto script = make_script(chance);
        if (play(server, script).empty()) continue;

        const auto smallest = shrunk(server, script);
        FAIL() << "AKEBONO_PROPERTY_SEED=" << seed << " AKEBONO_PROPERTY_ROUNDS=1\n"
               << play(server, smallest) << "\nin this world:\n"
               << describe(smallest);
    }
}

} // namespace
} // namespace property

#include "base/renderings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace base {
namespace {

constexpr Time kNow = Time(std::chrono::hours(1));

struct Rendering {
    std::string text;
    std::size_t bytes() const { return text.size(); }
};
using Kept = RenderingsOf<Rendering>;

std::shared_ptr<const Rendering> of_size(std::size_t bytes) {
    return std::make_shared<const Rendering>(Rendering{std::string(bytes, 'x')});
}

TEST(Renderings, AreOfOneRevision) {
    Kept kept(10'000);
    EXPECT_EQ(kept.find(1, 0, kNow), nullptr);

    kept.keep(1, 0, kNow, of_size(7));

    ASSERT_NE(kept.find(1, 0, kNow), nullptr);
    EXPECT_EQ(kept.find(1, 0, kNow)->text, "xxxxxxx");
    EXPECT_EQ(kept.find(1, 1, kNow), nullptr);
    EXPECT_EQ(kept.find(2, 0, kNow), nullptr);
}

TEST(Renderings, OfANewRevisionTakeThePlaceOfTheOldOne) {
    Kept kept(10'000);
    kept.keep(1, 0, kNow, of_size(1));
    kept.keep(1, 1, kNow, of_size(2));

    EXPECT_EQ(kept.find(1, 0, kNow), nullptr);
    EXPECT_EQ(kept.find(1, 1, kNow)->text, "xx");
}

TEST(Renderings, DoNotLastForEver) {
    Kept kept(10'000);
    kept.keep(1, 0, kNow, of_size(1));

    EXPECT_NE(kept.find(1, 0, kNow + Kept::kLifetime - std::chrono::seconds(1)), nullptr);
    EXPECT_EQ(kept.find(1, 0, kNow + Kept::kLifetime), nullptr);
}

TEST(Renderings, TakeNoMoreRoomThanTheyMay) {
    Kept kept(100'000);
    std::weak_ptr<const Rendering> unwanted;
    std::vector<std::weak_ptr<const Rendering>> all;
    kept.keep(-1, 0, kNow, of_size(1000));

    for (int id = 0; id < 1000; ++id) {
        auto rendering = of_size(1000);
        all.push_back(rendering);
        kept.keep(id, 0, kNow, std::move(rendering));
        ASSERT_NE(kept.find(-1, 0, kNow), nullptr) << "somebody asks for it all the time";
    }

    const auto held = std::ranges::count_if(all, [](const auto& one) { return !one.expired(); });
    EXPECT_LE(held, 100);
    EXPECT_GE(held, 40);
    EXPECT_EQ(kept.find(0, 0, kNow), nullptr);
    EXPECT_NE(kept.find(999, 0, kNow), nullptr);
}

TEST(Renderings, ALargeOneGoesWithTheNext) {
    Kept kept(1000);
    kept.keep(1, 0, kNow, of_size(10));

    kept.keep(2, 0, kNow, of_size(10'000));
    kept.keep(3, 0, kNow, of_size(10));
    kept.keep(4, 0, kNow, of_size(10'000));

    EXPECT_EQ(kept.find(2, 0, kNow), nullptr);
}

} // namespace
} // namespace base

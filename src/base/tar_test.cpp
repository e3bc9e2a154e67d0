#include "base/tar.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

namespace {

using base::TarReader;
using base::TarWriter;
using testing::ElementsAre;
using testing::Pair;

class Tar : public testing::Test {
protected:
    std::filesystem::path write(std::string_view bytes) const {
        std::ofstream(path_, std::ios::binary).write(bytes.data(), std::ssize(bytes));
        return path_;
    }

    struct Member {
        std::string name, bytes;
    };
    std::filesystem::path pack(const std::vector<Member>& members) const {
        auto writer = TarWriter::open(path_).value();
        for (const auto& [name, bytes] : members) EXPECT_TRUE(writer.add(name, bytes, 1'700'000'000));
        EXPECT_TRUE(writer.finish());
        return path_;
    }

    static std::vector<std::pair<std::string, std::string>> files_of(TarReader& reader) {
        std::vector<std::pair<std::string, std::string>> files;
        while (const auto file = reader.next().value()) files.emplace_back(file->name, file->bytes);
        return files;
    }

    std::filesystem::path path_ = testing::TempDir() + "archive-" + std::to_string(::getpid());
    ~Tar() override { std::filesystem::remove(path_); }
};

TEST_F(Tar, GivesBackWhatItWasGiven) {
    const std::string long_name = std::string(200, 'n') + ".png", large(5000, '\0');
    auto reader =
        TarReader::open(pack({{"a.png", "one"}, {long_name, "two"}, {"empty", ""}, {"large", large}}), 10'000).value();

    EXPECT_THAT(files_of(reader),
                ElementsAre(Pair("a.png", "one"), Pair(long_name, "two"), Pair("empty", ""), Pair("large", large)));
}

TEST_F(Tar, SkipsWhatIsTooLarge) {
    auto reader = TarReader::open(pack({{"large", std::string(2000, 'x')}, {"small", "s"}}), 1000).value();

    const auto large = reader.next().value();

    EXPECT_EQ(large->size_bytes, 2000);
    EXPECT_EQ(large->bytes, "");
    EXPECT_THAT(files_of(reader), ElementsAre(Pair("small", "s")));
}

TEST_F(Tar, ReadsWhatGnuTarWrites) {
    const std::string folder = testing::TempDir() + "tar-" + std::to_string(::getpid());
    const std::string name = std::string(60, 'f') + "/" + std::string(80, 'b') + ".png"; // Too long for one field.
    std::filesystem::create_directories(folder + "/cats/" + std::string(60, 'f'));
    std::ofstream(folder + "/cats/" + name) << "cat";
    for (const std::string format : {"gnu", "pax", "ustar"}) {
        const std::string command = "tar -C " + folder + " --format=" + format + " -czf " + path_.string() + " cats";
        ASSERT_EQ(std::system(command.c_str()), 0);

        auto reader = TarReader::open(path_, 1000).value();

        EXPECT_THAT(files_of(reader), ElementsAre(Pair("cats/" + name, "cat"))) << format;
    }
    std::filesystem::remove_all(folder);
}

TEST_F(Tar, IsThereAsAWholeOrNotAtAll) {
    write("the one before");
    const auto part = path_.string() + ".part";
    {
        auto writer = TarWriter::open(path_).value();
        EXPECT_TRUE(writer.add("a.png", "one", 0));
        EXPECT_TRUE(std::filesystem::exists(part));
    }

    EXPECT_FALSE(std::filesystem::exists(part));
    EXPECT_EQ(std::filesystem::file_size(path_), std::string_view("the one before").size());
    EXPECT_FALSE(TarWriter::open(path_.string() + ".absent/a.tar.gz"));
}

TEST_F(Tar, RefusesWhatIsNone) {
    std::ifstream in(pack({{"a.png", std::string(10'000, 'a')}}), std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), {}};

    EXPECT_FALSE(TarReader::open(write("hello"), 1000).value().next());
    EXPECT_FALSE(TarReader::open(write(std::string(1024, 'x')), 1000).value().next());
    EXPECT_FALSE(TarReader::open(write(std::string_view(whole).substr(0, whole.size() / 2)), 20'000).value().next());
    EXPECT_FALSE(TarReader::open(path_.string() + ".absent", 1000));
}

} // namespace

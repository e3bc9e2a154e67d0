#include "base/tar.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>

namespace base {

namespace {

constexpr std::int64_t kBlock = 512;
using Block = std::array<char, kBlock>;
constexpr std::int64_t kMaxNameBytes = 4096;

// A field of the header: where it is, and how long.
struct Field {
    std::size_t at, length;
};
constexpr Field kName{0, 100}, kMode{100, 8}, kOwner{108, 8}, kGroup{116, 8}, kSize{124, 12}, kTime{136, 12},
    kSum{148, 8}, kType{156, 1}, kMagic{257, 8}, kPrefix{345, 155};

std::string_view text_of(std::string_view header, Field field) {
    const auto text = header.substr(field.at, field.length);
    return text.substr(0, text.find('\0'));
}

// Octal digits, with spaces round them.
std::int64_t number_of(std::string_view header, Field field) {
    auto text = text_of(header, field);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number, 8);
    return number;
}

std::int64_t sum_of(std::string_view header) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const bool is_sum = i >= kSum.at && i < kSum.at + kSum.length; // Counts as spaces.
        sum += is_sum ? ' ' : static_cast<unsigned char>(header[i]);
    }
    return sum;
}

std::string name_in(std::string_view header) {
    const auto prefix = header.substr(kMagic.at).starts_with("ustar") ? text_of(header, kPrefix) : std::string_view();
    std::string name(prefix);
    if (!name.empty()) name += '/';
    return name.append(text_of(header, kName));
}

// "30 path=folder/name\n": records, each with its own length in front.
std::string path_in(std::string_view records) {
    std::string path;
    while (!records.empty()) {
        std::size_t length = 0;
        const auto [end, error] = std::from_chars(records.data(), records.data() + records.size(), length);
        const auto before = static_cast<std::size_t>(end - records.data()) + 1; // A space.
        if (error != std::errc() || length <= before || length > records.size()) return path;
        const auto record = records.substr(before, length - before - 1);
        if (record.starts_with("path=")) path = record.substr(5);
        records.remove_prefix(length);
    }
    return path;
}

Unexpected no_archive() { return invalid("the file is no tar archive, or is damaged"); }

std::int64_t padding_of(std::int64_t size) { return (kBlock - size % kBlock) % kBlock; }

void put(std::string& header, Field field, std::string_view text) { header.replace(field.at, text.size(), text); }

void put_number(std::string& header, Field field, std::int64_t number) {
    for (std::size_t i = field.length - 1; i-- > 0; number /= 8) {
        header[field.at + i] = static_cast<char>('0' + number % 8);
    }
}

} // namespace

void CloseGzip::operator()(gzFile_s* file) const { gzclose(file); }

Result<TarReader> TarReader::open(const std::filesystem::path& path, std::int64_t max_file_bytes) {
    auto* file = gzopen(path.c_str(), "rb");
    if (!file) return refuse(Refusal::NotFound, "cannot read " + path.string() + ": " + std::strerror(errno));
    return TarReader(file, max_file_bytes);
}

Result<> TarReader::read(char* to, std::int64_t length) {
    const int got = gzread(file_.get(), to, static_cast<unsigned>(length));
    if (got != length) return no_archive();
    return {};
}

Result<> TarReader::skip(std::int64_t length) {
    Block block;
    for (; length > 0; length -= kBlock) TRY(read(block.data(), std::min(length, kBlock)));
    return {};
}

Result<std::string> TarReader::read_file(std::int64_t size_bytes, std::int64_t max_bytes) {
    std::string bytes;
    if (size_bytes <= max_bytes) {
        bytes.resize(static_cast<std::size_t>(size_bytes));
        TRY(read(bytes.data(), size_bytes));
        TRY(skip(padding_of(size_bytes)));
    } else {
        TRY(skip(size_bytes + padding_of(size_bytes)));
    }
    return bytes;
}

Result<std::optional<TarFile>> TarReader::next() {
    constexpr char kLongName = 'L', kRecords = 'x';
    std::string long_name;
    while (true) {
        Block block;
        TRY(read(block.data(), kBlock));
        const std::string_view header(block.data(), block.size());
        if (std::ranges::all_of(block, [](char c) { return c == '\0'; })) return std::optional<TarFile>();
        const std::int64_t size_bytes = number_of(header, kSize);
        if (sum_of(header) != number_of(header, kSum) || size_bytes < 0) return no_archive();

        const char type = header[kType.at];
        if (type == kLongName || type == kRecords) {
            const std::string extra = TRY(read_file(size_bytes, kMaxNameBytes));
            long_name = type == kLongName ? extra.substr(0, extra.find('\0')) : path_in(extra);
        } else if (type == '0' || type == '\0') {
            TarFile file{
                .name = long_name.empty() ? name_in(header) : long_name, .size_bytes = size_bytes, .bytes = {}};
            file.bytes = TRY(read_file(size_bytes, max_file_bytes_));
            return std::optional(std::move(file));
        } else {
            TRY(skip(size_bytes + padding_of(size_bytes))); // Folders, links.
            long_name.clear();
        }
    }
}

Result<TarWriter> TarWriter::open(std::filesystem::path path) {
    std::filesystem::path part = path.string() + ".part";
    auto* file = gzopen(part.c_str(), "wb");
    if (!file) return refuse(Refusal::Unavailable, "cannot write " + part.string() + ": " + std::strerror(errno));
    return TarWriter(file, std::move(path), std::move(part));
}

TarWriter::TarWriter(gzFile_s* file, std::filesystem::path path, std::filesystem::path part)
    : file_(file), path_(std::move(path)), part_(std::move(part)) {}

TarWriter::~TarWriter() {
    if (part_.empty()) return; // Finished, or moved away.
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(part_, ignored);
}

Unexpected TarWriter::failure() const {
    return refuse(Refusal::Unavailable, "cannot write " + part_.string() + ": " + std::strerror(errno));
}

Result<> TarWriter::write(std::string_view bytes) {
    if (!bytes.empty() && gzwrite(file_.get(), bytes.data(), static_cast<unsigned>(bytes.size())) == 0)
        return failure();
    return {};
}

Result<> TarWriter::add(std::string_view name, std::string_view bytes, std::int64_t seconds_since_1970) {
    if (name.size() > kName.length) TRY(append('L', "././@LongLink", std::string(name) + '\0', seconds_since_1970));
    return append('0', name.substr(0, kName.length), bytes, seconds_since_1970);
}

Result<> TarWriter::append(char type, std::string_view name, std::string_view bytes, std::int64_t seconds_since_1970) {
    std::string header(kBlock, '\0');
    put(header, kName, name);
    put_number(header, kMode, 0644);
    put_number(header, kOwner, 0);
    put_number(header, kGroup, 0);
    put_number(header, kSize, std::ssize(bytes));
    put_number(header, kTime, seconds_since_1970);
    put(header, kType, {&type, 1});
    put(header, kMagic, {"ustar\00000", kMagic.length});
    put_number(header, {kSum.at, kSum.length - 1}, sum_of(header));
    header[kSum.at + kSum.length - 1] = ' ';
    TRY(write(header));
    TRY(write(bytes));
    return write(std::string(static_cast<std::size_t>(padding_of(std::ssize(bytes))), '\0'));
}

Result<> TarWriter::finish() {
    TRY(write(std::string(2 * kBlock, '\0')));
    if (gzclose(file_.release()) != Z_OK) return failure();
    std::error_code error;
    std::filesystem::rename(part_, path_, error);
    if (error) return refuse(Refusal::Unavailable, "cannot write " + path_.string() + ": " + error.message());
    part_.clear();
    return {};
}

} // namespace base

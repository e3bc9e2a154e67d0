#include "base/log.h"
#include "base/text.h"
#include "s3/call.h"

#include <algorithm>

// Large files, in parts: what fails costs one part, not all.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
namespace s3 {

// The names that S3 gave to the parts, in order.
struct Bucket::Pieces {
    std::vector<std::string> tags;

    std::string xml() const {
        std::string text = "<CompleteMultipartUpload>";
        for (std::size_t i = 0; i < tags.size(); ++i) {
            text.append("<Part><PartNumber>").append(std::to_string(i + 1)).append("</PartNumber><ETag>");
            text.append(base::escape_html(tags[i])).append("</ETag></Part>");
        }
        return text + "</CompleteMultipartUpload>";
    }
};

// When its answer was lost, the second attempt hears that there is no such upload: it has become the object.
void Bucket::complete(const std::string& key, const std::string& upload, const Pieces& pieces, std::int64_t size) {
    try {
        send({.method = "POST",
              .key = key,
              .query = {{"uploadId", upload}},
              .headers = {{"Content-Type", "application/xml"}},
              .body = pieces.xml()});
    } catch (const Fault& fault) {
        if (fault.code != "NoSuchUpload" || size_of(key) != size) throw;
    }
}

void Bucket::put_in_parts(const std::string& key, const base::File& file, const http::Headers& headers) {
    const auto begun = send({.method = "POST", .key = key, .query = {{"uploads", ""}}, .headers = headers});
    const auto upload = read_text(begun.body, "UploadId");
    if (upload.empty()) throw Fault("POST " + key + ": it began no upload in parts");
    try {
        Pieces pieces;
        const auto size = base::size_of(file);
        for (std::int64_t offset = 0; offset < size; offset += parts_.part_bytes) {
            const auto answer =
                send({.method = "PUT",
                      .key = key,
                      .query = {{"partNumber", std::to_string(pieces.tags.size() + 1)}, {"uploadId", upload}},
                      .upload = &file,
                      .offset = offset,
                      .length = std::min(parts_.part_bytes, size - offset)});
            pieces.tags.emplace_back(answer.header("etag"));
        }
        complete(key, upload, pieces, size);
    } catch (const Fault&) {
        try { // Parts that wait for the others are paid for, and seen by nobody.
            send({.method = "DELETE", .key = key, .query = {{"uploadId", upload}}, .may_be_missing = true});
        } catch (const Fault& fault) {
            base::log::warning("the parts of a file were left behind in the media store",
                               {{"file", key}, {"reason", fault.what()}});
        }
        throw;
    }
}

} // namespace s3

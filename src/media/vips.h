#pragma once

#include <cstddef>
#include <string>

// libvips, loaded while we run and only in the process that decodes: linking it would bring a hundred libraries and
// 30 MB into every server, also where nobody uploads anything. These few functions are those of its C interface,
// version 42, which Debian keeps as they are; https://www.libvips.org/API/8.14/.
namespace media {

struct VipsImage;
struct VipsTarget;
struct VipsArea;

struct Vips {
    int (*init)(const char* program);
    void (*concurrency_set)(int threads);
    void (*cache_set_max)(int operations);
    void (*operation_block_set)(const char* name, int blocked);
    const char* (*error_buffer)();
    void (*unref)(void* object);
    void (*free)(void* memory);

    // All that ends in "..." takes pairs of a name and a value, and then a null.
    VipsImage* (*image_new_from_buffer)(const void* bytes, std::size_t size, const char* options, ...);
    int (*thumbnail_buffer)(void* bytes, std::size_t size, VipsImage** out, int width, ...);
    int (*thumbnail_image)(VipsImage* in, VipsImage** out, int width, ...);
    int (*colourspace)(VipsImage* in, VipsImage** out, int space, ...);
    int (*cast)(VipsImage* in, VipsImage** out, int format, ...);
    int (*flatten)(VipsImage* in, VipsImage** out, ...);
    char** (*fields)(const VipsImage* image); // Ends in a null; for free_fields.
    void (*free_fields)(char** fields);
    int (*remove)(VipsImage* image, const char* field);
    VipsImage* (*copy_memory)(VipsImage* in);
    int (*width)(const VipsImage* image);
    int (*height)(const VipsImage* image);
    int (*bands)(const VipsImage* image);
    int (*pages)(VipsImage* image);
    unsigned long (*type_of)(const VipsImage* image, const char* field); // 0: it has no such field.
    int (*has_alpha)(VipsImage* image);
    int (*orientation_swap)(VipsImage* image); // Whether it stands on its side.
    void* (*write_to_memory)(VipsImage* image, std::size_t* size);
    VipsTarget* (*target_to_descriptor)(int descriptor);
    int (*jpegsave)(VipsImage* image, VipsTarget* target, ...);
    int (*pngsave)(VipsImage* image, VipsTarget* target, ...);
    int (*webpsave)(VipsImage* image, VipsTarget* target, ...);
    VipsArea* (*array_double)(int count, ...);
    void (*area_unref)(VipsArea* area);

    // Its enumerations, as far as they are needed.
    static constexpr int kSpaceSrgb = 22;
    static constexpr int kFormatUchar = 0;
    static constexpr int kSizeDown = 2;
    static constexpr int kCropCentre = 1;
};

// Null, and why, when it is not installed. Knows the loaders of the pictures that we take, and no others.
const Vips* load_vips(std::string& why);

} // namespace media

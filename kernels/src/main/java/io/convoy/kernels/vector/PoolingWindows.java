package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.PoolingShape;

/** The real pixels under each window of a pooling, window by window in output order. */
@SuppressWarnings("ArrayRecordComponent")
record PoolingWindows(PoolingShape shape, int[] firstRow, int[] rows, int[] firstColumn, int[] columns) {

    static PoolingWindows of(PoolingShape shape) {
        var window = shape.window();
        int[] firstRow = new int[shape.outputHeight()];
        int[] rows = new int[shape.outputHeight()];
        for (int y = 0; y < rows.length; y++) {
            int top = y * window.strideHeight() - window.paddingHeight();
            firstRow[y] = Math.max(0, top);
            rows[y] = Math.min(shape.inputHeight(), top + window.height()) - firstRow[y];
        }
        int[] firstColumn = new int[shape.outputWidth()];
        int[] columns = new int[shape.outputWidth()];
        for (int x = 0; x < columns.length; x++) {
            int left = x * window.strideWidth() - window.paddingWidth();
            firstColumn[x] = Math.max(0, left);
            columns[x] = Math.min(shape.inputWidth(), left + window.width()) - firstColumn[x];
        }
        return new PoolingWindows(shape, firstRow, rows, firstColumn, columns);
    }

    int inputPlane() {
        return shape.inputHeight() * shape.inputWidth() * COUNT;
    }

    /** Where the first real pixel under a window lies in its plane. */
    int first(int y, int x) {
        return (firstRow[y] * shape.inputWidth() + firstColumn[x]) * COUNT;
    }

    /** Position of the first real pixel in its window. */
    int firstPosition(int y, int x) {
        var window = shape.window();
        int row = firstRow[y] - (y * window.strideHeight() - window.paddingHeight());
        int column = firstColumn[x] - (x * window.strideWidth() - window.paddingWidth());
        return row * window.width() + column;
    }
}
